import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";

import { isOver } from "../../../models/conversation-state";
import type { ConversationRecord } from "../../../models/view";
import { ownValue } from "../../../models/own-value";
import { ask } from "../ask";
import { formatDuration, formatInstant } from "../format";
import { describeGaps } from "../gaps";
import { place, setQuery } from "../place";
import { zone } from "../settings";
import { names, newsCount, now, queueName, userName } from "../store";
import { blockId } from "../timeline/drawing";
import { InteractiveTimeline } from "../timeline/interactive";
import { layOut, type Row } from "../timeline/layout";
import { Legend, DeadlineTable, Twin } from "../timeline/twin";
import { Parties } from "./parties";
import { Why, type Evidence } from "./why";

const REFRESH_MS = 1000;

/** One conversation: its timeline, why its numbers are what they are, and its records. */
export function Conversation({ id }: { readonly id: string }) {
  const view = useSignal<ConversationRecord | undefined>(undefined);
  const evidence = useSignal<Evidence | string | undefined>(undefined);
  const trouble = useSignal<string | undefined>(undefined);
  useEffect(() => follow(id, view, evidence, trouble), [id]);
  const shown = view.value;
  if (shown === undefined) return <Nothing id={id} trouble={trouble.value} />;
  const layout = layOut(shown, now.value);
  const chosen = place.value.query.get("block") ?? undefined;
  const found = layout.rows
    .flatMap((row) => row.blocks.map((block) => ({ row, block })))
    .find(({ row, block }) => blockId(row, block) === chosen);
  return (
    <>
      <h1 tabindex={-1}>Conversation</h1>
      <Head view={shown} />
      <Missing view={shown} />
      <section class="panel" aria-label="Timeline">
        <InteractiveTimeline
          layout={layout}
          labelOf={labelOf}
          chosen={chosen}
          onChoose={(row, block) => setQuery("block", blockId(row, block))}
        />
        <Legend layout={layout} />
        <Contradictions rows={layout.rows} />
      </section>
      <Why evidence={evidence.value} layout={layout} row={found?.row} block={found?.block} labelOf={labelOf} />
      <section class="panel">
        <h2>Parties</h2>
        <div class="scroll" tabindex={0} role="region" aria-label="Parties">
          <Parties rows={layout.rows} labelOf={labelOf} />
        </div>
      </section>
      <section class="panel">
        <h2>Deadlines</h2>
        <div class="scroll" tabindex={0} role="region" aria-label="Deadlines">
          <DeadlineTable layout={layout} zone={zone.value} labelOf={labelOf} />
        </div>
      </section>
      <details class="panel">
        <summary>The timeline as a table</summary>
        <div class="scroll" tabindex={0} role="region" aria-label="The timeline as a table">
          <Twin layout={layout} zone={zone.value} labelOf={labelOf} />
        </div>
      </details>
    </>
  );
}

function labelOf({ purpose, userId, queueId }: Row): string {
  if (userId !== undefined) return ownValue(names.value.users, userId) ?? `${purpose} ${userName(userId)}`;
  return purpose === "acd" && queueId !== undefined ? `queue ${queueName(queueId)}` : purpose;
}

interface Box<Value> {
  value: Value;
}

/** Looks again when there was news; asks why once more when the conversation has changed. */
function follow(
  id: string,
  view: Box<ConversationRecord | undefined>,
  evidence: Box<Evidence | string | undefined>,
  trouble: Box<string | undefined>,
): () => void {
  let isDone = false;
  const isStopped = () => isDone;
  let seen = -1;
  let revision = "";
  const path = `conversations/${encodeURIComponent(id)}`;
  const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));
  const look = async () => {
    if (seen === newsCount.peek()) return;
    seen = newsCount.peek();
    const answer = await ask<ConversationRecord>(path);
    if (isStopped()) return;
    view.value = answer;
    const now = `${answer.revision} ${answer.deadlines.map(({ status }) => status).join()}`;
    if (now === revision) return;
    revision = now;
    evidence.value = await ask<Evidence>(`${path}/evidence`).catch(messageOf);
  };
  const lookSafely = () => void look().catch((error: unknown) => (trouble.value = messageOf(error)));
  lookSafely();
  const timer = setInterval(lookSafely, REFRESH_MS);
  return () => {
    isDone = true;
    clearInterval(timer);
  };
}

function Nothing({ id, trouble }: { readonly id: string; readonly trouble: string | undefined }) {
  return (
    <>
      <h1 tabindex={-1}>Conversation</h1>
      <p class="id">{id}</p>
      <p class="nothing">{trouble ?? "Looking…"}</p>
    </>
  );
}

function Head({ view }: { readonly view: ConversationRecord }) {
  const until = isOver(view) ? Date.parse(view.lastNews) : now.value;
  const copied = useSignal(false);
  const copy = () =>
    void navigator.clipboard.writeText(view.id).then(
      () => (copied.value = true),
      () => undefined,
    );
  return (
    <>
      <p class="id">
        <code>{view.id}</code>{" "}
        <button type="button" onClick={copy}>
          {copied.value ? "Copied" : "Copy id"}
        </button>
      </p>
      <dl class="counts wide">
        <div>
          <dt>State</dt>
          <dd>{view.state}</dd>
        </div>
        <div>
          <dt>Began</dt>
          <dd>{formatInstant(view.startTime, zone.value)}</dd>
        </div>
        <div>
          <dt>{isOver(view) ? "Lasted" : "Lasts"}</dt>
          <dd>{formatDuration((until ?? 0) - Date.parse(view.startTime))}</dd>
        </div>
        <div>
          <dt>Last news</dt>
          <dd>{formatInstant(view.lastNews, zone.value)}</dd>
        </div>
        <div>
          <dt>Revision</dt>
          <dd>{view.revision}</dd>
        </div>
      </dl>
    </>
  );
}

/** When records of it may be missing. */
function Missing({ view: { gaps = [] } }: { readonly view: ConversationRecord }) {
  if (gaps.length === 0) return null;
  return (
    <p class="state warn">
      <span aria-hidden="true">◐</span> Records of it may be missing: {describeGaps(gaps, zone.value)}.
    </p>
  );
}

/** What in a conversation contradicts itself, in words. */
function Contradictions({ rows }: { readonly rows: readonly Row[] }) {
  const found = rows.flatMap((row) =>
    Object.entries(row.anomalies).map(([kind, times]) => `${labelOf(row)}: ${kind}${times > 1 ? ` (${times} ×)` : ""}`),
  );
  if (found.length === 0) return null;
  return (
    <p class="state warn">
      <span aria-hidden="true">⚠</span> Contradictions in what was said: {found.join("; ")}.
    </p>
  );
}
