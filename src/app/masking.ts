import { FOLDED_FIELDS, FOLDED_OBJECTS } from "../models/folded-fields";
import { mediaTypeByArray } from "../models/media-type";

/** Names whose values say nothing personal: ids, states, instants and limits that the fold reads, and the wrapping. Of numbers it reads only the zones. */
const SHOWN_NAMES = [
  ...FOLDED_FIELDS.filter(({ kind }) => kind !== "zones").map(({ wire }) => wire),
  ...FOLDED_OBJECTS.flatMap(({ fields }) => fields.map(({ wire }) => wire)).filter((name) => name !== "message"),
  ...["id", "participantId", "conversationId", "sessionId", "mediaType", "eventTime", "type", "version"],
  ...["topic", "topicName", "partition", "offset", "timestamp", "ts", "time", "CorrelationId"],
];

/** Names of objects and lists that are gone into. */
const ENTERED_NAMES = [
  ...FOLDED_OBJECTS.map(({ wire }) => wire),
  ...mediaTypeByArray.keys(),
  ...["value", "payload", "detail", "eventBody", "participants", "participant", "metadata"],
];

const plain = (name: string) => name.replaceAll("_", "").toLowerCase();
const shown = new Set([...SHOWN_NAMES.map(plain), "acdoutcome"]);
const entered = new Set(ENTERED_NAMES.map(plain));

/** What stands for a value that is not shown. */
const MASK = "…";

/**
 * A record as it may be shown to anyone: names stay, and of the values only those that an allow-list knows to say nothing
 * of a person. Everything else is masked, also what nobody has thought of.
 */
export function maskRecord(value: unknown, name = ""): unknown {
  if (Array.isArray(value)) return value.map((element) => maskRecord(element, name));
  if (typeof value === "object" && value !== null) {
    if (name !== "" && !entered.has(plain(name))) return MASK;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, maskRecord(inner, key)]));
  }
  if (value === null || typeof value === "boolean") return value;
  if (plain(name) === "value" && typeof value === "string") return maskText(value);
  return shown.has(plain(name)) || plain(name).endsWith("durationms") ? value : MASK;
}

/** A value that is the text of a document. */
function maskText(text: string): unknown {
  try {
    return maskRecord(JSON.parse(text));
  } catch {
    return MASK;
  }
}
