import { countOf } from "../../../models/format-count";
import type { BoardRange, RangeRow } from "../../../models/board-range";
import { formatCount, formatInstant, formatShare } from "../format";
import { countColumn, durationColumn, levelColumn, shareColumn } from "../parts/columns";
import type { Range } from "../parts/range-picker";
import { Lack, ServiceLevel, Tile } from "../parts/state";
import { Table, type Column } from "../parts/table";
import { describeGaps } from "../gaps";
import { linkTo } from "../place";
import { zone } from "../settings";
import { queueName, sections } from "../store";
import { byLevel } from "../trouble";
import { useAsked } from "../use-asked";

/** What is said where the server says nothing else. */
const wordsOf = (error: unknown) => (error instanceof Error ? error.message : "");

/** What happened within a time: waits that ended in it, by queue. */
export function RangeView({ range, queueId }: { readonly range: Range; readonly queueId: string | undefined }) {
  const answer = useAsked<BoardRange | string>(addressOf(range, queueId), wordsOf);
  if (answer === undefined) return <p class="nothing">Looking…</p>;
  if (typeof answer === "string") return <p class="nothing">{answer}</p>;
  const target = sections.value.clock?.serviceLevelTarget;
  return (
    <>
      <Coverage answer={answer} />
      {answer.gaps.length > 0 && <Warning>Data are missing: {describeGaps(answer.gaps, zone.value)}.</Warning>}
      <RangeTotals answer={answer} target={target} />
      <Table
        caption="Queues over the range"
        columns={columns(answer, target)}
        rows={byLevel(answer.queues, target, queueName)}
        keyOf={({ queueId: id }) => id}
        nothing="No wait in a queue ended within it."
      />
      <p class="quiet">
        From {formatInstant(answer.from, zone.value)} up to {formatInstant(answer.to, zone.value)}, {zone.value}. A wait
        counts when it ends, as in <code>convofold report</code>. — means not known, 0 means none.
      </p>
    </>
  );
}

function addressOf({ from, to }: Range, queueId: string | undefined): string {
  const query = new URLSearchParams({ from: new Date(from).toISOString() });
  if (to !== undefined) query.set("to", new Date(to).toISOString());
  if (queueId !== undefined) query.set("queueId", queueId);
  return `range?${query.toString()}`;
}

/** Says where the range reaches beyond what the board has. */
function Coverage({ answer: { from, to, heldFrom, heldTo } }: { readonly answer: BoardRange }) {
  const at = (instant: string) => formatInstant(instant, zone.value);
  if (from >= to) return <Warning>This range is empty: it ends before it begins.</Warning>;
  if (heldFrom === null || heldTo === null) return <Warning>Nothing has come yet.</Warning>;
  if (to <= heldFrom || from > heldTo)
    return (
      <Warning>
        Nothing is known of this range. The board has {at(heldFrom)} to {at(heldTo)}; for what is older make a report of
        a recorded log.
      </Warning>
    );
  if (from < heldFrom)
    return <Warning>Only a part is known: nothing before {at(heldFrom)} is in these numbers.</Warning>;
  if (to > heldTo) return <p class="quiet">It goes on: now is {at(heldTo)}.</p>;
  return null;
}

function Warning({ children }: { readonly children: preact.ComponentChildren }) {
  return (
    <p class="state warn" role="status">
      <span aria-hidden="true">▲</span> {children}
    </p>
  );
}

function RangeTotals({ answer, target }: { readonly answer: BoardRange; readonly target: number | undefined }) {
  const { totals } = answer;
  const whole = totals.answered + totals.abandoned;
  const of = (part: number, all: number) => (all === 0 ? "" : `${formatCount(part)}\u00a0of\u00a0${formatCount(all)}`);
  return (
    <dl class="tiles four">
      <Tile name="Waits ended" note={countOf(answer.conversations, "conversation")}>
        {formatCount(totals.offered)}
      </Tile>
      <Tile
        name="Service level"
        note={[`target ${formatShare(target)}`, of(totals.answeredInTarget, totals.judged)]
          .filter((part) => part !== "")
          .join(", ")}
      >
        <ServiceLevel share={totals.serviceLevel} target={target} />
      </Tile>
      <Tile name="Answered" note={of(totals.answered, whole)}>
        {formatShare(totals.answerRate)}
      </Tile>
      <Tile name="Abandoned" note={of(totals.abandoned, whole)}>
        {formatShare(totals.abandonRate)}
      </Tile>
    </dl>
  );
}

function columns({ from, to }: BoardRange, target: number | undefined): Column<RangeRow>[] {
  const conversationsOf = (queueId: string) =>
    linkTo(`/conversations?${new URLSearchParams({ queue: queueId, state: "any", from, to }).toString()}`);
  return [
    {
      name: "Queue",
      cell: ({ queueId, mayLack }) => (
        <>
          <a href={conversationsOf(queueId)}>{queueName(queueId)}</a>
          <Lack mayLack={mayLack} />
        </>
      ),
      order: ({ queueId }) => queueName(queueId),
    },
    countColumn("Waits ended", ({ offered }) => offered),
    levelColumn(target),
    durationColumn("Average answer", ({ averageAnswerMs }) => averageAnswerMs),
    shareColumn(
      "Answered",
      ({ answerRate }) => answerRate,
      ({ answered }) => answered,
    ),
    shareColumn(
      "Abandoned",
      ({ abandonRate }) => abandonRate,
      ({ abandoned }) => abandoned,
    ),
    countColumn("Of them\u00a0short", ({ shortAbandoned }) => shortAbandoned),
  ];
}
