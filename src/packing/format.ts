import { FACT_TABLE } from "../models/fact-table";
import { hashOf } from "../models/hash";
import { COMMON_TEXTS, MARK, SAID, TAG as RECORD_TAG } from "./packed-form";
import { fieldNumbers, ORIGINS, TAG as VALUE_TAG } from "./value-form";

/** The version of what no table says: how the parts of a record and of a state follow one another. */
const LAYOUT = 1;

const said = JSON.stringify([
  LAYOUT,
  FACT_TABLE.map(({ name, code, kind }) => [name, code, kind]),
  COMMON_TEXTS,
  [RECORD_TAG, VALUE_TAG, MARK, SAID, ORIGINS],
  [...fieldNumbers],
]);

/** Stands for the form of all that is packed: bytes that were packed under another are not read. */
export const PACKED_FORMAT = `${hashOf(said).toString(16)}${hashOf(`~${said}`).toString(16)}`;
