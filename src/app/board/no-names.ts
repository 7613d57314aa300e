import type { NameBook } from "../../models/board";

/** No names at all. */
export const NO_NAMES: NameBook = { queues: {}, users: {}, wrapupCodes: {} };
