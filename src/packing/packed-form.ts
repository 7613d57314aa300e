import { ENUMS } from "../models/enums";
import { MEDIA_TYPES } from "../models/media-type";

/** Texts that every conversation uses: one byte or two stand for each. */
export const COMMON_TEXTS: readonly string[] = [
  ...new Set([...MEDIA_TYPES, ...Object.values(ENUMS).flatMap(({ known }): readonly string[] => known)]),
];

/** The order of texts that are not common: their numbers follow those of the common ones, as they come. */
export const commonNumbers: ReadonlyMap<string, number> = new Map(COMMON_TEXTS.map((text, number) => [text, number]));

/** What stands before a packed value. */
export const TAG = {
  undefined: 0,
  true: 1,
  false: 2,
  /** A whole number. */
  number: 3,
  /** A whole number, as distance from the record's instant. */
  instant: 4,
  /** A text by its number. */
  known: 5,
  /** A text not used before, which gets the next number: 16 bytes that make a UUID, or its length and bytes. */
  uuid: 6,
  text: 7,
  /** Anything else, as JSON. */
  json: 8,
} as const;

/** What a packed record begins with, as bits. */
export const MARK = {
  undated: 1,
  /** Topic and partition, or file, are those of the record before. */
  samePlace: 2,
  inFile: 4,
  /** It is one of several records of a document. */
  isItem: 8,
} as const;

/** What is said of an observation body: as before, or with changes; or it is the first of its communication. */
export const SAID = { asBefore: 0, changed: 1, first: 2 } as const;

/** The length of a UUID in text. */
export const UUID_LENGTH = 36;
/** Where the hyphens of a UUID stand. */
export const isHyphen = (index: number): boolean => index === 8 || index === 13 || index === 18 || index === 23;
