import type { LogRecord, PartitionLog, Reading } from "../../src/consumers/live/port/port";

/** What is committed of a partition, from its beginning or an offset on. */
export async function readAll(
  log: Pick<PartitionLog, "read">,
  reading: Omit<Reading, "endsWhenEmpty">,
): Promise<LogRecord[]> {
  const records: LogRecord[] = [];
  await log.read({ ...reading, endsWhenEmpty: true }, (record) => {
    records.push(record);
    return "more";
  });
  return records;
}
