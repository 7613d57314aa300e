import type { FactKind } from "./fact-kinds";
import { FACT_TABLE, type FactRow } from "./fact-table";
import type { FactName } from "./facts";
import type { EnumName } from "./enums";

/** How a field of the wire is read. */
export type FieldKind = Exclude<FactKind, "totals" | "flow" | "set" | "mark">;

/** A field of a participant or communication that is folded. */
export interface FoldedField {
  /** Its name on the wire, in camelCase; the other spellings follow from it. */
  readonly wire: string;
  readonly kind: FieldKind;
  readonly fact: FactName;
  readonly enum?: EnumName;
}

/** An object of which some fields are folded. */
export interface FoldedObject {
  readonly wire: string;
  readonly fields: readonly FoldedField[];
}

/** Each place of each fact on the wire, with the object that it lies in. */
const places = FACT_TABLE.flatMap((row: FactRow & { readonly name: FactName }) =>
  row.wires.map((wire) => {
    const [inner = wire, object] = wire.split(".").reverse();
    const field = { wire: inner, kind: row.kind as FieldKind, fact: row.name, ...(row.enum && { enum: row.enum }) };
    return { object, field };
  }),
);

/**
 * Every folded field of participants and communications, in whatever shape they come. Where two names stand for one
 * datum, the one that is listed first counts when both are there.
 */
export const FOLDED_FIELDS: readonly FoldedField[] = places.flatMap(({ object, field }) =>
  object === undefined ? [field] : [],
);

/** Every object of which fields are folded: less preferred for a fact than a field is. */
export const FOLDED_OBJECTS: readonly FoldedObject[] = [...new Set(places.flatMap(({ object }) => object ?? []))].map(
  (wire) => ({ wire, fields: places.flatMap(({ object, field }) => (object === wire ? [field] : [])) }),
);

/** Fields that only one medium of the modelled ones has: they show the medium of a flat update that does not. */
export const MEDIUM_FIELDS: Readonly<Record<"call" | "callback" | "chat" | "cobrowse", readonly string[]>> = {
  call: [
    "muted",
    "confined",
    "recording",
    "recordingState",
    "recordersState",
    "ani",
    "dnis",
    "documentId",
    "faxStatus",
    "monitoredParticipantId",
    "coachedParticipantId",
    "bargedParticipantId",
    "bargedTime",
    "consultParticipantId",
    "uuiData",
    "securePause",
    "disposition",
    "transferSource",
    "clientIpAddress",
    "publicIpAddress",
    "group",
  ],
  callback: [
    "callbackNumbers",
    "callbackUserName",
    "callbackScheduledTime",
    "timeoutSeconds",
    "skipEnabled",
    "externalCampaign",
    "automatedCallbackConfigId",
    "outboundPreview",
    "dialerPreview",
    "voicemail",
  ],
  chat: ["roomId", "avatarImageUrl"],
  cobrowse: ["cobrowseSessionId", "cobrowseRole", "controlling", "viewerUrl", "providerEventTime"],
};
