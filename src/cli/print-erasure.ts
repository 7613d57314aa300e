import { formatSpan } from "../app/duration";
import type { FolderErasure, TopicsErasure } from "../app/erase";
import { formatCount } from "../models/format-count";
import { visible } from "./print";

/** How an erasure is described: as what would be done, or as what was. */
export interface ErasureMode {
  readonly isDryRun: boolean;
  readonly isTruncated: boolean;
}

const NAMED_MAX = 20;
const ENDLESS = "for ever";

/** What was erased from a folder, file by file. */
export function describeFolder(
  folder: string,
  { files, isInSummary, isFinished, tables, passedOver }: FolderErasure,
  { isDryRun }: ErasureMode,
): string {
  const width = Math.max(...files.map(({ name }) => name.length));
  const [gone, blank] = isDryRun ? ["would go", "would lose the id"] : ["gone", "without the id now"];
  const lines = files.map(({ name, dropped, blanked }) => {
    const said = [
      ...(dropped > 0 ? [`${number(dropped)} ${gone}`] : []),
      ...(blanked > 0 ? [`${number(blanked)} ${blank}`] : []),
    ];
    return `  ${name.padEnd(width)}  ${said.length === 0 ? "no lines" : `lines: ${said.join(", ")}`}`;
  });
  const summary = isInSummary ? [`  ${"summary.json".padEnd(width)}  ${blank}`] : [];
  const finished = isDryRun ? "would be finished" : "is finished now";
  const before = isFinished ? [`  An erasure before was interrupted, and ${finished}.`] : [];
  const copies =
    tables.length === 0
      ? []
      : [`  tables ${gone}, as they are copies; \`convofold tables\` makes them anew: ${tables.join(", ")}`];
  const unread = passedOver.length === 0 ? [] : [`  not looked into: ${passedOver.map(visible).join(", ")}`];
  return `${[visible(folder), ...before, ...lines, ...summary, ...copies, ...unread].join("\n")}\n`;
}

/** What was erased from topics, and what there is that was not, with how long it stays. */
export function describeTopics(erased: TopicsErasure, prefix: string, mode: ErasureMode): string {
  const { states, viewsDropped, viewsBlanked, openErased, openLeft, kept } = erased;
  const [gone, blank] = mode.isDryRun ? ["would go", "would lose the id"] : ["gone", "without the id now"];
  const lines = [
    `  ${prefix}.state: conversations: ${number(states)} ${gone}`,
    `  ${prefix}.conversations: views: ${number(viewsDropped)} ${gone}, ${number(viewsBlanked)} ${blank}`,
    ...kept.map((topic) => `  ${describeKept(topic, mode)}`),
    ...naming("Open, so a further record begins it anew", openErased),
    ...naming("Open, and left as it is, as its next record names the user again; erase again once it ended", openLeft),
    `  The input is not touched. It keeps records ${span(erased.inputRetentionMs)}.`,
  ];
  return `${lines.join("\n")}\n`;
}

function describeKept(
  { topic, found, upToLast, retentionMs }: TopicsErasure["kept"][number],
  mode: ErasureMode,
): string {
  if (found === 0) return `${topic}: no records`;
  const all = `${number(upToLast)} in all`;
  if (mode.isTruncated) {
    const gone = mode.isDryRun ? "would go" : "gone";
    return `${topic}: records: ${number(found)} ${gone}, with all that lie before them: ${all}`;
  }
  return `${topic}: records: ${number(found)} stay, as it is not compacted and keeps records ${span(retentionMs)}; --truncate deletes them with all that lie before them, ${all}`;
}

function span(retentionMs: number | undefined): string {
  return retentionMs === undefined ? ENDLESS : `for ${formatSpan(retentionMs)} (retention.ms)`;
}

function naming(what: string, ids: readonly string[]): string[] {
  if (ids.length === 0) return [];
  const more = ids.length > NAMED_MAX ? `, and ${number(ids.length - NAMED_MAX)} more` : "";
  return [`  ${what}: ${ids.slice(0, NAMED_MAX).map(visible).join(", ")}${more}`];
}

function number(count: number): string {
  return formatCount(count);
}
