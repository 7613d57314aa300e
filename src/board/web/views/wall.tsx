import type { QueueRow } from "../../../models/board-rows";
import { formatCount, formatDuration, formatShare, formatTime } from "../format";
import { Trust } from "../parts/frame";
import { Bad, ServiceLevel } from "../parts/state";
import { linkTo } from "../place";
import { zone } from "../settings";
import { now, sections } from "../store";
import { byTrouble } from "../trouble";
import { longestWaitMs, NO_QUEUE_YET, rowName, Totals } from "./queues";

const QUEUES_SHOWN = 10;

/** For a screen on the wall: few numbers, to be read at five metres. */
export function Wall() {
  const { queues = [], clock } = sections.value;
  const target = clock?.serviceLevelTarget;
  const shown = byTrouble(queues, target, rowName).slice(0, QUEUES_SHOWN);
  return (
    <main class="wall">
      <div class="wall-head">
        <h1 tabindex={-1}>Queues</h1>
        <time>{formatTime(now.value, zone.value)}</time>
        <a href={linkTo("/")}>Leave the wall</a>
      </div>
      <Trust />
      <Totals isForWall />
      <div class="scroll" tabindex={0} role="region" aria-label="Queues">
        {shown.length === 0 ? <p class="nothing">{NO_QUEUE_YET}</p> : <WallTable queues={shown} target={target} />}
      </div>
      {queues.length > QUEUES_SHOWN && (
        <p class="quiet">
          The {QUEUES_SHOWN} with most trouble, of {formatCount(queues.length)}.
        </p>
      )}
    </main>
  );
}

function WallTable({ queues, target }: { readonly queues: readonly QueueRow[]; readonly target: number | undefined }) {
  const heads = ["Waiting", "Longest", "Talking", `Service level (${formatShare(target)})`, "Callbacks overdue"];
  return (
    <table>
      <caption class="unseen">Queues, those with most trouble first</caption>
      <thead>
        <tr>
          <th scope="col">Queue</th>
          {heads.map((head) => (
            <th key={head} scope="col" class="number">
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {queues.map((row) => (
          <tr key={row.queueId ?? ""}>
            <th scope="row">{rowName(row.queueId)}</th>
            <td class="number">{formatCount(row.waiting)}</td>
            <td class="number">{formatDuration(longestWaitMs(row))}</td>
            <td class="number">{formatCount(row.inProgress)}</td>
            <td class="number">
              <ServiceLevel share={row.serviceLevel} target={target} of={[row.answeredInTarget, row.judged]} />
            </td>
            <td class="number">
              <Bad count={row.callbacksOverdue} words="overdue" />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
