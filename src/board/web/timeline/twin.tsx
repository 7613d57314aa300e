import { formatDuration, formatInstant, formatTime, inWords, UNKNOWN } from "../format";
import { blockId } from "./drawing";
import { kindOf, signOf } from "./kinds";
import type { Row, TimelineLayout } from "./layout";

interface TwinProps {
  readonly layout: TimelineLayout;
  readonly zone: string;
  readonly labelOf: (row: Row) => string;
}

/** What the drawing shows, as tables: for readers who do not see pictures, and for copying. */
export function Twin({ layout, zone, labelOf }: TwinProps) {
  const blocks = layout.rows.flatMap((row) => row.blocks.map((block) => ({ row, block })));
  return (
    <table>
      <caption>What happened, by start</caption>
      <thead>
        <tr>
          <th scope="col">Party</th>
          <th scope="col">Medium</th>
          <th scope="col">What</th>
          <th scope="col">From</th>
          <th scope="col">Until</th>
          <th scope="col" class="number">
            Length
          </th>
        </tr>
      </thead>
      <tbody>
        {blocks
          .sort((one, other) => one.block.fromAt - other.block.fromAt)
          .map(({ row, block }) => (
            <tr key={blockId(row, block)}>
              <th scope="row">{labelOf(row)}</th>
              <td>{row.mediaType}</td>
              <td>{kindOf(block.type).word}</td>
              <td>{formatInstant(block.fromAt, zone)}</td>
              <td>{block.untilAt === undefined ? "still going on" : formatTime(block.untilAt, zone)}</td>
              <td class="number">{formatDuration((block.untilAt ?? layout.nowAt) - block.fromAt)}</td>
            </tr>
          ))}
      </tbody>
    </table>
  );
}

/** The deadlines of a conversation, as a table. */
export function DeadlineTable({ layout, zone, labelOf }: TwinProps) {
  const marks = layout.rows.flatMap((row) => row.marks.map((mark) => ({ row, mark })));
  if (marks.length === 0) return <p class="quiet">It has no deadlines.</p>;
  return (
    <table>
      <caption class="unseen">Deadlines, by due instant</caption>
      <thead>
        <tr>
          <th scope="col">Deadline</th>
          <th scope="col">Outcome</th>
          <th scope="col">Party</th>
          <th scope="col">Due</th>
          <th scope="col">Met</th>
        </tr>
      </thead>
      <tbody>
        {marks
          .sort((one, other) => one.mark.dueAt - other.mark.dueAt)
          .map(({ row, mark }) => {
            const { sign, state } = signOf(mark.status);
            return (
              <tr key={mark.id}>
                <th scope="row">{inWords(mark.kind)}</th>
                <td>
                  <span class={`state ${state}`}>
                    <span aria-hidden="true">{sign}</span> {mark.status}
                  </span>
                </td>
                <td>{labelOf(row)}</td>
                <td>{formatInstant(mark.dueAt, zone)}</td>
                <td>{mark.metAt === undefined ? UNKNOWN : formatInstant(mark.metAt, zone)}</td>
              </tr>
            );
          })}
      </tbody>
    </table>
  );
}

/** The types of blocks that a drawing has, each as it looks there. */
export function Legend({ layout }: { readonly layout: TimelineLayout }) {
  const types = [...new Set(layout.rows.flatMap(({ blocks }) => blocks.map(({ type }) => type)))];
  const wordsByLook = new Map<string, string[]>();
  for (const { word, colour, pattern = "" } of types.map(kindOf)) {
    const look = `${colour} ${pattern}`;
    wordsByLook.set(look, [...(wordsByLook.get(look) ?? []), word]);
  }
  return (
    <ul class="legend" aria-label="What the blocks are">
      {[...wordsByLook].map(([look, words]) => {
        const [colour = "", pattern = ""] = look.split(" ");
        return (
          <li key={look}>
            <svg width="22" height="14" aria-hidden="true">
              <rect width="22" height="14" rx="3" fill={`var(--${colour})`} />
              {pattern !== "" && <rect width="22" height="14" rx="3" fill={`url(#${pattern})`} />}
            </svg>{" "}
            {words.join(", ")}
          </li>
        );
      })}
    </ul>
  );
}
