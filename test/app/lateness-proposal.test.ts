import { parseSpan } from "../../src/app/duration";
import { LatenessProposal } from "../../src/app/lateness-proposal";
import { decodeAll, finalOf, foldDecoded } from "../support/run";
import { agent, t, type Json } from "../support/story";

const PATIENT_MS = 400 * 86_400_000;

function snapshot(id: string, clock: string, call: Json): Json {
  const communication = { id: `${id}-call`, connectedTime: t("09:00:00"), ...call };
  return {
    partition: 0,
    timestamp: Date.parse(t(clock)),
    value: { id, participants: [{ ...agent({ userId: "u" }), calls: [communication] }] },
  };
}

const live = { state: "connected" };
const ended = { state: "disconnected", disconnectedTime: t("09:01:00") };
const wrapped = (clock: string) => ({ ...ended, startAcwTime: t("09:01:00"), endAcwTime: t(clock) });
const others = (clock: string) => ["x", "y"].map((id) => snapshot(`${id} ${clock}`, clock, live));

/** What is proposed for a log, and the numbers that it yields with that, and with all the patience there is. */
function propose(documents: readonly Json[]) {
  const records = decodeAll(documents.map((document, offset) => ({ ...document, offset })));
  const proposal = new LatenessProposal();
  for (const record of records) {
    if (record.kind === "observations" && record.at !== undefined) proposal.look(record, record.at);
  }
  const { proposed } = proposal.result();
  const numbers = (latenessMs: number) =>
    finalOf(foldDecoded(records, { latenessMs }).measurements).map(({ id, value }) => [id, value]);
  return { proposed, numbers: numbers(parseSpan(proposed) ?? NaN), patient: numbers(PATIENT_MS) };
}

describe("the lateness that is proposed for a log", () => {
  const call = [snapshot("c", "09:00:00", live), snapshot("c", "09:01:00", ended)];

  it.each([
    ["a log in order", "1m", call],
    [
      "a wrap-up that nothing announced",
      "1m",
      [...call, ...others("09:30:00"), snapshot("c", "09:31:00", wrapped("09:31:00"))],
    ],
    [
      "a wrap-up after the eviction record is gone",
      "30d",
      [
        ...call,
        ...others("3 09:00:00"),
        ...others("19 09:00:00"),
        snapshot("c", "19 09:01:00", wrapped("19 09:01:00")),
      ],
    ],
    [
      "a record that comes behind",
      "1h",
      [snapshot("c", "09:00:00", live), ...others("09:20:00"), snapshot("c", "09:01:00", ended), ...others("09:21:00")],
    ],
    [
      "a conversation that had ended when it was first seen",
      "6h",
      [...others("12:00:00"), snapshot("c", "12:00:01", ended)],
    ],
  ])("loses no number of %s", (_what, expected, documents) => {
    const { proposed, numbers, patient } = propose(documents);
    expect(numbers).toEqual(patient);
    expect(patient.length).toBeGreaterThan(0);
    expect(proposed).toBe(expected);
  });
});
