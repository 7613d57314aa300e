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
        <h1 tabIndex={-1}>Queues</h1>
        <time>{formatTime(now.value, zone.value)}</time>
        <a href="/">Leave the wall</a>
      </div>
      <Trust />
      <Totals isForWall />
      <table>
        <caption class="unseen">Queues, those in which most wait</caption>
        <thead>
          <tr>
            <th scope="col">Queue</th>
            <th scope="col" class="number">
              Waiting
            </th>
            <th scope="col" class="number">
              Longest
            </th>
            <th scope="col" class="number">
              Talking
            </th>
            <th scope="col" class="number">
              Service level ({formatShare(target)})
            </th>
            <th scope="col" class="number">
              Callbacks overdue
            </th>
          </tr>
        </thead>
        <tbody>
          {byName(busiest).map((row) => (
            <tr key={row.queueId}>
              <th scope="row">{queueName(row.queueId)}</th>
              <td class="number">{row.waiting}</td>
              <td class="number">{formatDuration(sinceMs(row.longestWaitSince))}</td>
              <td class="number">{row.inProgress}</td>
              <td class="number">
                <ServiceLevel share={row.serviceLevel} target={target} />
              </td>
              <td class="number">
                <Bad count={row.callbacksOverdue} words="overdue" />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {queues.length > QUEUES_SHOWN && (
        <p class="quiet">
          The {QUEUES_SHOWN} queues in which most wait, of {queues.length}.
        </p>
      )}
    </main>
  );
}
