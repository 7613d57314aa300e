import { ENUMS } from "../../models/enums";
import { MEDIA_TYPES } from "../../models/media-type";

/** Texts that every conversation uses: one byte or two stand for each. */
export const COMMON_TEXTS: readonly string[] = [
  ...new Set([...MEDIA_TYPES, ...Object.values(ENUMS).flatMap(({ known }): readonly string[] => known)]),
];

/** The order of texts that are not common: their numbers follow those of the common ones, as they come. */
export const commonNumbers: ReadonlyMap<string, number> = new Map(COMMON_TEXTS.map((text, number) => [text, number]));

/** What stands before a packed value. */
export const enum Tag {
  undefined,
  true,
  false,
  /** A whole number. */
  number,
  /** A whole number, as distance from the record's instant. */
  instant,
  /** A text by its number. */
  known,
  /** A text not used before: 16 bytes that make a UUID, or its length and bytes. It gets the next number. */
  uuid,
  text,
  /** Anything else, as JSON. */
  json,
}

/** What a packed record begins with, as bits. */
export const enum Mark {
  undated = 1,
  /** Topic and partition, or file, are those of the record before. */
  samePlace = 2,
  inFile = 4,
}

/** What is said of a sighting: as before, or with changes; or it is the first of its communication. */
export const enum Said {
  asBefore,
  changed,
  first,
}

export const UUID_LENGTH = 36;
/** Where the hyphens of a UUID stand. */
export const isHyphen = (index: number): boolean => index === 8 || index === 13 || index === 18 || index === 23;
