import type { NameBook } from "../../models/name-book";

/** No names at all. */
export const NO_NAMES: NameBook = { queues: {}, users: {}, wrapupCodes: {} };
