// Poisoned records of every kind that can be written without knowing of a fault: rejected for each reason, rubbish, names that
// objects have, instants of no calendar, too many communications. (A record that is too large the broker itself refuses, and a fault
// of ours cannot be written on purpose.) Each is of a conversation that has good records, too.
const A_DAY_MS = 86_400_000;
const call = (fields) => ({ id: "poisoned", state: "connected", ...fields });
const participant = (fields) => ({ id: "poisoned", purpose: "agent", ...fields });
const conversation = (id, participants) => JSON.stringify({ id, participants });
const nest = (depth) => "[".repeat(depth) + "]".repeat(depth);

/** By its name: what makes the value of a record, and its timestamp where that is another than the good record's. */
const KINDS = {
  notJson: () => ({ value: "{poisoned" + ",".repeat(8) + "}" }),
  truncated: (id) => ({ value: conversation(id, [participant({ calls: [call({})] })]).slice(0, -9) }),
  notUtf8: (id) => ({ value: Buffer.from(`{"id":"${id}","participants":[{"id":"\u00e9"}]}`, "latin1") }),
  framed: (id) => ({ value: Buffer.concat([Buffer.from([0, 0, 0, 0, 7]), Buffer.from(conversation(id, [participant({ calls: [call({})] })]).slice(0, -3))]) }),
  noBytes: () => ({ value: "" }),
  misrouted: (id) => ({ value: conversation(`${id}-elsewhere`, [participant({ calls: [call({ connectedTime: "2026-03-02T09:00:00Z" })] })]) }),
  tooDeep: (id) => ({ value: `{"id":"${id}","participants":${nest(80)}}` }),
  tooMany: (id) => ({ value: conversation(id, Array.from({ length: 2100 }, (_, index) => participant({ id: `p${index}`, calls: [call({ id: `k${index}` })] }))) }),
  unknownShape: () => ({ value: JSON.stringify({ weather: "fine" }) }),
  noConversationId: () => ({ value: JSON.stringify({ participants: [participant({ calls: [call({})] })] }) }),
  noParticipantId: (id) => ({ value: conversation(id, [{ purpose: "agent", calls: [call({})] }]) }),
  noInstant: (id) => ({ value: conversation(id, [participant({ calls: [call({ connectedTime: "the day before" })] })]) }),
  wrongType: (id) => ({ value: conversation(id, [participant({ calls: [call({ held: "perhaps" })] })]) }),
  futureInstant: (id, at) => ({ value: JSON.stringify({ time: new Date(at + 2 * A_DAY_MS).toISOString(), source: "aws.partner", "detail-type": "v2", detail: { topicName: "v2.detail.events.conversation.x.acw", eventBody: { eventTime: at + 2 * A_DAY_MS, conversationId: id, participantId: "poisoned", sessionId: "poisoned", mediaType: "VOICE" } } }) }),
  late: (id, at) => ({ value: conversation(id, [participant({ calls: [call({})] })]), timestamp: at - 3 * A_DAY_MS }),
  names: (id) => ({ value: `{"id":"${id}","__proto__":{"id":1},"participants":[{"id":"__proto__","purpose":"constructor","queueId":"__proto__","calls":[{"id":"toString","state":"valueOf","disconnectType":"hasOwnProperty","queue":{"id":"constructor"}}]}]}` }),
  absurdSpans: (id) => ({ value: conversation(id, [participant({ alertingTimeoutMs: Number.MAX_SAFE_INTEGER, wrapupTimeoutMs: 8.64e15, calls: [call({ state: "alerting", connectedTime: "+275760-09-13T00:00:00.000Z", startHoldTime: "-271821-04-20T00:00:00.000Z" })] })]) }),
  tombstone: () => ({ value: null }),
};

/** Gives poisoned records, of each kind in turn, of a conversation that is known. `chance` picks where it begins. */
export function poisonFor(chance) {
  const kinds = Object.entries(KINDS);
  let next = Math.floor(chance() * kinds.length);
  return (id, at) => {
    const [kind, make] = kinds[next % kinds.length];
    next += 1;
    return { kind, ...make(id, at) };
  };
}
