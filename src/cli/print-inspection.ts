import { formatLength } from "../app/duration";
import { countOf, formatCount } from "../models/format-count";
import { describePosition } from "../models/position";
import type { Inspection } from "../app/inspection";
import type { PartitionInspection } from "../app/partition-inspection";
import { rejectionMeaning, type RejectionReason } from "../models/rejection";
import { visible } from "./print";

const number = formatCount;
const share = (part: number, all: number) => (all === 0 ? "—" : `${((100 * part) / all).toFixed(1)} %`);
const list = (counts: Readonly<Record<string, number>>) =>
  Object.entries(counts)
    .map(([name, times]) => `${visible(name)} ${number(times)}`)
    .join(", ") || "—";

/** What a log is like, in one screen. */
export function describeInspection(inspection: Inspection): string {
  const sections = [
    describeLog(inspection),
    describeShapes(inspection),
    describeTime(inspection),
    describePartitions(inspection),
    describeRubbish(inspection),
  ];
  return `${sections.map((lines) => lines.join("\n")).join("\n\n")}\n`;
}

function describeLog({ files, records, results, conversations, examples, span, media }: Inspection): string[] {
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  const first = files[0]?.name ?? "—";
  const last = files.length > 1 ? ` … ${files.at(-1)?.name ?? ""}` : "";
  return [
    "Log",
    `  ${countOf(files.length, "file")} (${visible(`${first}${last}`)}), ${number(Math.round(bytes / 1e3))} kB as it lies`,
    `  ${countOf(records, "record")}: ${list(results)}`,
    `  ${countOf(conversations, "conversation")}, such as ${visible(examples.join(", ")) || "—"}`,
    `  media (communications shown): ${list(media)}`,
    ...(span === undefined ? [] : [`  from ${span.from} to ${span.to}`]),
  ];
}

function describeShapes({ shapes, keys, reading, records }: Inspection): string[] {
  return [
    "Shape",
    `  wrapping: ${list(shapes.wrapping)}; envelope: ${list(shapes.envelope)}`,
    `  body: ${list(shapes.body)}; spelling: ${list(shapes.spelling)}`,
    `  keys: conversation id ${number(keys.conversationId)}, other ${number(keys.other)}, none ${number(keys.none)}`,
    `  read from bytes ${share(reading.fast, records)}, parsed whole ${share(reading.whole, records)}`,
  ];
}

function describeTime({ instants, lateness }: Inspection): string[] {
  const { behind, medianMs, p99Ms, mostMs, proposed } = lateness;
  const late =
    behind === 0
      ? "  no record comes behind the newest of its partition"
      : `  ${number(behind)} records come behind the newest of their partition: median ${formatLength(medianMs)}, 99 % within ${formatLength(p99Ms)}, most ${formatLength(mostMs)}`;
  const undated =
    instants.undated === 0
      ? []
      : [
          `  ${number(instants.undated)} records have no instant at all: they are folded in the order of the log, and no other order can be proved for them`,
        ];
  return [
    "Time",
    `  ${number(instants.dated)} dated (${number(instants.withTimestamp)} records carry a timestamp)`,
    ...undated,
    late,
    `  proposed: --lateness ${proposed}`,
  ];
}

const PARTITIONS_SHOWN = 8;

function describePartitions({ partitions, scattered }: Inspection): string[] {
  if (partitions.length === 0) return ["Partitions", "  none are recorded; conversations are distributed by their ids"];
  const more = partitions.length - PARTITIONS_SHOWN;
  return [
    "Partitions",
    ...partitions.slice(0, PARTITIONS_SHOWN).map(describePartition),
    ...(more > 0 ? [`  … and ${number(more)} more`] : []),
    ...describeHoles(partitions),
    ...(scattered > 0
      ? [
          `  ${number(scattered)} conversations lie in more than one partition: their producer does not key by conversation`,
        ]
      : []),
  ];
}

function describeHoles(partitions: readonly PartitionInspection[]): string[] {
  if (partitions.every(({ missing }) => missing === 0)) return [];
  return [
    "  offsets are missing. Of a topic with transactions, or one that is compacted, that says nothing. Of any other, records were",
    "  lost: --offset-gaps of replay and report marks what they may have touched (docs/gaps.md)",
  ];
}

function describePartition(one: PartitionInspection): string {
  const { topic, partition, records, firstOffset, lastOffset, missing, outOfOrder } = one;
  const faults = [
    ...(missing > 0 ? [`${number(missing)} offsets missing`] : []),
    ...(outOfOrder > 0 ? [`${number(outOfOrder)} out of order or repeated`] : []),
  ];
  const range = `${number(firstOffset)}–${number(lastOffset)}`;
  return `  ${visible(topic ?? "")} ${String(partition)}: ${countOf(records, "record")}, offsets ${range}${faults.length > 0 ? `; ${faults.join(", ")}` : ""}`;
}

function describeRubbish({ rejections, damagedFiles, unknownValues }: Inspection): string[] {
  const lines = [
    ...damagedFiles.map(({ file, problem }) => `  ${visible(file)} ${problem}`),
    ...Object.entries(rejections).map(
      ([reason, { records, first }]) =>
        `  ${reason} ${number(records)}, first at ${visible(describePosition(first))}. ${rejectionMeaning[reason as RejectionReason]}`,
    ),
    ...(Object.keys(unknownValues).length > 0 ? [`  enum values that are not known: ${list(unknownValues)}`] : []),
  ];
  return ["Rubbish", ...(lines.length > 0 ? lines : ["  none"])];
}
