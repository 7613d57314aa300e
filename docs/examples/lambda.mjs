import { compilePolicy, createEngine, decodeRecords, EMPTY_POLICY } from "convofold";

const policy = compilePolicy(EMPTY_POLICY, { lateness: 100 * 86_400_000 });

/**
 * A function for AWS Lambda, called for each log that lands in a bucket. `store` reads a log line by line and writes a text:
 * the SDK of the cloud in production, a folder in a test. Each call has an engine of its own, so calls share nothing.
 * @param {{ lines: (key: string) => AsyncIterable<string>, write: (key: string, text: string) => Promise<void> }} store
 */
export const createHandler = (store) =>
  /** @param {{ Records: { s3: { object: { key: string } } }[] }} event */
  async ({ Records }) => {
    for (const { s3 } of Records) {
      const { key } = s3.object;
      /** @type {Map<string, import("convofold").MeasurementRecord>} */
      const numbers = new Map();
      let rejected = 0;
      const engine = createEngine(policy, {
        measurement: (record) => void (record.retracted ? numbers.delete(record.id) : numbers.set(record.id, record)),
        deadline: () => {},
        conversation: () => {},
        rejection: () => void (rejected += 1),
      });
      let line = 0;
      for await (const text of store.lines(key))
        engine.acceptAll(decodeRecords(Buffer.from(text), { file: key, line: ++line }));
      engine.finish();
      const rows = [...numbers.values()].map((record) => `${JSON.stringify(record)}\n`);
      await store.write(`${key}.measurements.ndjson`, rows.join(""));
      console.log(`${key}: ${line} records, ${rows.length} numbers, ${rejected} rejected`);
    }
  };
