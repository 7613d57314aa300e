import type { RecordHeaders } from "../live/port/port";

/** A record to be published. Without a partition it goes where its key sends it. */
export interface Publication {
  readonly partition: number | undefined;
  readonly key: string | Buffer | null;
  readonly value: string | Buffer | null;
  /** In epoch ms; the clock's where it is not known. */
  readonly timestamp: number | undefined;
  readonly headers?: RecordHeaders;
}
