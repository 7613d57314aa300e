/** The files of a run that hold a record a line. */
export const STREAMS = ["measurements", "deadlines", "conversations", "rejects"] as const;
export type Stream = (typeof STREAMS)[number];

/** The file that sums a run up. */
export const SUMMARY = "summary.json";

/** Where a run keeps what it needs to go on after it was killed. It is gone once the run is whole. */
export const CHECKPOINT = "checkpoint";
