import type { QueueRow } from "../../../models/board";
import { formatDuration, formatShare, formatTime } from "../format";
import { Trust } from "../parts/frame";
import { Bad, ServiceLevel } from "../parts/state";
import { zone } from "../settings";
import { now, queueName, sections, sinceMs } from "../store";
import { byName, Totals } from "./queues";

const QUEUES_SHOWN = 8;

/** For a screen on the wall: few numbers, to be read at five metres. */
export function Wall() {
  const { queues = [], clock } = sections.value;
  const target = clock?.serviceLevelTarget;
  const busiest = [...queues]
    .sort((one, other) => other.waiting - one.waiting || other.offered - one.offered)
    .slice(0, QUEUES_SHOWN);
  return (
    <main class="wall">
      <div class="wall-head">
        <h1 tabindex={-1}>Queues</h1>
        <time>{formatTime(now.value, zone.value)}</time>
        <a href="/">Leave the wall</a>
      </div>
      <Trust />
      <Totals isForWall />
      <div class="scroll" tabindex={0} role="region" aria-label="Queues">
        <WallTable queues={byName(busiest)} target={target} />
      </div>
      {queues.length > QUEUES_SHOWN && (
        <p class="quiet">
          The {QUEUES_SHOWN} queues in which most wait, of {queues.length}.
        </p>
      )}
    </main>
  );
}

function WallTable({ queues, target }: { readonly queues: readonly QueueRow[]; readonly target: number | undefined }) {
  const heads = ["Waiting", "Longest", "Talking", `Service level (${formatShare(target)})`, "Callbacks overdue"];
  return (
    <table>
      <caption class="unseen">Queues, those in which most wait</caption>
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
        {queues.map(({ queueId, waiting, longestWaitSince, inProgress, serviceLevel, callbacksOverdue }) => (
          <tr key={queueId}>
            <th scope="row">{queueName(queueId)}</th>
            <td class="number">{waiting}</td>
            <td class="number">{formatDuration(sinceMs(longestWaitSince))}</td>
            <td class="number">{inProgress}</td>
            <td class="number">
              <ServiceLevel share={serviceLevel} target={target} />
            </td>
            <td class="number">
              <Bad count={callbacksOverdue} words="overdue" />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
