// What a trial by faults comes to, found without anything of the engine: is all of the input there, and does all that was
// served equal what a replay of the input comes to?

/** By each partition: from 0 on without a hole, as the evidence of the outputs must lie within it. */
export function accountForInput(topic, input, outputs) {
  const ends = new Map();
  for (const { partition, offset } of input) {
    const next = ends.get(partition) ?? 0;
    if (offset !== next) throw new Error(`${topic}[${partition}] has a hole before ${offset}`);
    ends.set(partition, next + 1);
  }
  let evidence = 0;
  for (const { partition, value } of outputs) {
    for (const one of JSON.parse(value).evidence ?? []) {
      evidence += 1;
      if (one.partition !== partition || one.offset >= (ends.get(partition) ?? 0)) throw new Error(`evidence of nothing, as partition ${partition} ends at ${ends.get(partition)}: ${value}`);
    }
  }
  return evidence;
}

const A_DAY_MS = 86_400_000;

/**
 * The conversations of which a replay emits something only as it ends, when the latest instant of all partitions counts for each:
 * without a clock, a service emits that when the partition itself comes to it. Rubbish is stamped now, and moves no time.
 */
export function emittedOnlyAtTheEnd(recorded, deadlines) {
  const partitions = new Map();
  const latest = new Map();
  for (const line of recorded) {
    const { partition, timestamp, key } = JSON.parse(line);
    partitions.set(key, partition);
    if (timestamp < Date.now() - A_DAY_MS) latest.set(partition, Math.max(latest.get(partition) ?? 0, timestamp));
  }
  const overdue = deadlines.map((line) => JSON.parse(line)).filter(({ status }) => status === "overdue");
  const early = overdue.filter(({ conversationId: id, asOf }) => Date.parse(asOf) > latest.get(partitions.get(id)));
  return new Set(early.map(({ conversationId }) => conversationId));
}

const plain = (value) => JSON.stringify(JSON.parse(value));

/** Measurements and deadlines: the same records, partition by partition, in the same order; no more, no less. */
export function compareSequences(name, served, replayed, say) {
  const bySubject = (values) => {
    const lists = new Map();
    for (const value of values) {
      const { conversationId } = JSON.parse(value);
      lists.set(conversationId, [...(lists.get(conversationId) ?? []), plain(value)]);
    }
    return lists;
  };
  const [left, right] = [bySubject(served), bySubject(replayed)];
  let differing = left.size === right.size ? 0 : 1;
  for (const [id, list] of right) if (list.join("\n") !== (left.get(id) ?? []).join("\n")) differing += 1;
  say(`${name}: ${served.length} served, ${replayed.length} replayed, ${differing} conversations differ`);
  return differing;
}

/** Dead letters: of the same places, for the same reasons, as the replay's rejects; each once. */
export function compareRejects(served, replayed, say) {
  const left = served.map(({ headers }) => `${headers["convofold.position"]} ${headers["convofold.reason"]}`).sort();
  const right = replayed.map((line) => JSON.parse(line)).map(({ topic, partition, offset, reason }) => `${topic}/${partition}/${offset} ${reason}`).sort();
  const known = new Set(left);
  const differing = right.filter((one) => !known.has(one)).length + Math.abs(left.length - right.length);
  const reasons = {};
  for (const one of right) reasons[one.split(" ").at(-1)] = (reasons[one.split(" ").at(-1)] ?? 0) + 1;
  say(`rejects: ${left.length} dead letters, ${right.length} replayed, ${differing} differ; ${JSON.stringify(reasons)}`);
  return differing;
}

/** Views: the last of each conversation, but for its revision, which counts what was emitted between. */
export function compareLast(name, served, replayed, say) {
  const comparable = (value) => JSON.stringify({ ...JSON.parse(value), revision: undefined });
  const last = (values) => new Map(values.map((value) => [JSON.parse(value).id, comparable(value)]));
  const [left, right] = [last(served), last(replayed)];
  let differing = left.size === right.size ? 0 : 1;
  for (const [id, value] of right) if (left.get(id) !== value) differing += 1;
  say(`${name}: ${left.size} served, ${right.size} replayed, ${differing} differ`);
  return differing;
}

/**
 * The last record of each id, without what depends on when it was emitted. What was due around the last moment of the clock may
 * have been decided on either side of it, and is left out.
 */
export function compareFinals(name, served, replayed, untilAt, say) {
  const CLOSE_MS = 10_000;
  let leftOut = 0;
  const finals = (values) => {
    const last = new Map();
    for (const value of values) {
      const { revision: _revision, asOf: _asOf, topic: _topic, ...record } = JSON.parse(value);
      last.set(record.id, record);
    }
    const kept = [...last].filter(([, record]) => {
      const isClose = record.dueAt !== undefined && Math.abs(Date.parse(record.dueAt) - untilAt) < CLOSE_MS;
      if (isClose) leftOut += 1;
      return record.retracted !== true && !isClose;
    });
    return new Map(kept.map(([id, record]) => [id, JSON.stringify(record)]));
  };
  const [left, right] = [finals(served), finals(replayed)];
  const differing = [...right].filter(([id, value]) => left.get(id) !== value).concat([...left].filter(([id]) => !right.has(id)));
  for (const [id] of differing.slice(0, 3)) say(`  ${left.get(id)}\n  ${right.get(id)}`);
  say(`${name}: ${left.size} final values served, ${right.size} replayed, ${differing.length} differ, ${leftOut} left out as close to the end`);
  return differing.length;
}
