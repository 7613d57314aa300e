import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";

import type { RejectRow } from "../../../models/board-rows";
import { ask } from "../ask";
import { formatCount, formatDuration, formatInstant, formatTime, inWords, UNKNOWN } from "../format";
import { Bad, Tile } from "../parts/state";
import { Table, type Column } from "../parts/table";
import { zone } from "../settings";
import { dataAgeMs, sections } from "../store";

/** How the fold behind the board is doing. */
export function Health() {
  const { health } = sections.value;
  const rejects = useSignal<readonly RejectRow[]>([]);
  const rejected = sum(health?.rejections ?? {});
  useEffect(() => {
    void ask<readonly RejectRow[]>("rejects").then(
      (rows) => (rejects.value = rows),
      () => undefined,
    );
  }, [rejected]);
  return (
    <>
      <h1 tabindex={-1}>Health</h1>
      <HealthTiles rejected={rejected} />
      <div class="columns">
        <section>
          <h2>Records, by what became of them</h2>
          <Counts counts={health?.records ?? undefined} />
        </section>
        <section>
          <h2>Rejections, by reason</h2>
          <Counts counts={health?.rejections} />
        </section>
      </div>
      <h2>The latest rejections</h2>
      <Table
        caption="The latest rejections"
        columns={COLUMNS}
        rows={rejects.value.map((row, index) => ({ ...row, index }))}
        keyOf={({ index }) => String(index)}
        nothing="Nothing was rejected."
      />
    </>
  );
}

function HealthTiles({ rejected }: { readonly rejected: number }) {
  const { health, clock } = sections.value;
  const lag = health?.lag;
  const runsMs =
    health === undefined || clock === undefined ? null : Date.parse(clock.at) - Date.parse(health.startedAt);
  const memory = health?.memoryBytes == null ? "" : `, in ${Math.round(health.memoryBytes / (1 << 20))}\u00a0MiB`;
  return (
    <dl class="tiles">
      <Tile name="Age of the data">{formatDuration(dataAgeMs.value)}</Tile>
      <Tile name="Lag" note="records not read yet">
        {lag == null ? UNKNOWN : formatCount(sum(lag))}
      </Tile>
      <Tile name="Records" note="read">
        {formatCount(health?.records == null ? undefined : sum(health.records))}
      </Tile>
      <Rejected count={health === undefined ? undefined : rejected} />
      <Tile name="Late" note="after the lateness: not folded">
        {formatCount(health?.records?.["late"] ?? (health && (health.rejections["late"] ?? 0)))}
      </Tile>
      <Tile name="Restarts" note={clock?.source === "topics" ? "see /metrics of the workers" : ""}>
        {formatCount(health?.restarts)}
      </Tile>
      <Tile name="Open conversations" note={`${formatCount(health?.heldConversations)} known`}>
        {formatCount(health?.openConversations)}
      </Tile>
      <Tile name="Running" note={`since ${formatInstant(health?.startedAt, zone.value)}${memory}`}>
        {formatDuration(runsMs)}
      </Tile>
    </dl>
  );
}

/** So long after a rejection there may be more: then it is trouble, later it is history. */
const RISING_MS = 300_000;

function Rejected({ count }: { readonly count: number | undefined }) {
  const { health, clock } = sections.value;
  const lastAt = health?.rejectedAt ?? null;
  const isRising = lastAt !== null && clock !== undefined && Date.parse(clock.at) - Date.parse(lastAt) < RISING_MS;
  const note = lastAt === null ? "none new" : `last ${formatTime(lastAt, zone.value)}, by this machine's clock`;
  return (
    <Tile name="Rejected" note={isRising ? "rising" : note}>
      {isRising ? <Bad count={count} words="records were not folded, and more come" /> : formatCount(count)}
    </Tile>
  );
}

function sum(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((total, count) => total + count, 0);
}

function Counts({ counts }: { readonly counts: Readonly<Record<string, number>> | undefined }) {
  const entries = Object.entries(counts ?? {});
  if (entries.length === 0) return <p class="nothing">{counts === undefined ? UNKNOWN : "None."}</p>;
  return (
    <dl class="counts">
      {entries.map(([name, count]) => (
        <div key={name}>
          <dt>{inWords(name)}</dt>
          <dd>{formatCount(count)}</dd>
        </div>
      ))}
    </dl>
  );
}

const COLUMNS: readonly Column<RejectRow & { readonly index: number }>[] = [
  { name: "Reason", cell: ({ reason }) => inWords(reason), order: ({ reason }) => reason },
  {
    name: "Where",
    cell: ({ file, line, topic, partition, offset }) =>
      file === undefined
        ? `${topic ?? ""} partition ${partition ?? UNKNOWN} offset ${offset ?? UNKNOWN}`
        : `${file}:${line ?? ""}`,
  },
  { name: "Field", cell: ({ path }) => path ?? UNKNOWN },
  { name: "What", cell: ({ detail }) => detail ?? UNKNOWN },
];
