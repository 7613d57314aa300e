import { documentAt } from "../../decoding/decode";
import type { Decoded } from "../../models/decoded";
import type { Arrangement } from "./arrangement";
import { narrowDown, type Difference, type KnownRecord } from "./difference";
import { bucketOf, FinalsCollector } from "./finals";
import { arrange, isUndated, type Feed, type Reading } from "./runs";
import type { VerifyOptions } from "./verify-options";

/** Goes through the log twice more: for the conversation that differs, then for its records in both orders. */
export async function findDifference(
  options: VerifyOptions,
  arrangement: Arrangement,
  late: ReadonlySet<number>,
  buckets: ReadonlySet<number>,
  feed: (name: string, reading?: Reading) => Feed,
): Promise<Difference> {
  const inOrder = new Map<string, KnownRecord[]>();
  const arranged = new Map<string, Decoded[]>();
  const collect = (record: Decoded, into: (conversationId: string) => void) => {
    if (record.kind === "observations" && buckets.has(bucketOf(record.conversationId))) into(record.conversationId);
  };
  const documents = new Map<Decoded, unknown>();
  const onDecoded = (record: Decoded, raw: () => Buffer) => {
    collect(record, () => documents.set(record, documentAt(raw(), record.position)));
  };
  await feed("looking for the conversation", { onDecoded })((record, index) => {
    if (late.has(index) || isUndated(record)) return;
    collect(record, (id) => append(inOrder, id, { decoded: record, document: documents.get(record) }));
  });
  await arrange(options, arrangement, late, feed("looking for its order"), new FinalsCollector(), (record) => {
    collect(record, (id) => append(arranged, id, record));
  });
  const differences = [...inOrder].map(([id, known]) =>
    narrowDown(id, arrangement.name, known, arranged.get(id) ?? [], options.policy, options.createFold),
  );
  const found = differences.find(({ isolated }) => isolated) ?? differences[0];
  if (found === undefined) throw new RangeError("two runs differ in a conversation that the log does not have");
  return found;
}

function append<Element>(into: Map<string, Element[]>, id: string, element: Element): void {
  const list = into.get(id);
  if (list === undefined) into.set(id, [element]);
  else list.push(element);
}
