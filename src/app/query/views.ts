import { existsSync, statSync } from "node:fs";
import path from "node:path";

import { AppError } from "../../models/app-error";
import {
  COMMUNICATION_COLUMNS,
  CONVERSATION_COLUMNS,
  DEADLINE_COLUMNS,
  MEASUREMENT_COLUMNS,
  tableColumns,
  type OutputColumn,
} from "../../models/output-columns";
import { refuseStillWritten } from "../finals/outputs-folder";
import { readManifest, refuseOtherRows, rowsOf } from "../finals/outputs-manifest";

/** A view of `query`: of a table in Parquet where that is there, of the lines of NDJSON otherwise. */
interface ViewDefinition {
  readonly name: string;
  readonly stream: string;
  readonly columns: readonly OutputColumn[];
  /** What is selected from the lines. */
  readonly select: (lines: string) => string;
}

const asTheyAre = (columns: readonly OutputColumn[]) => (lines: string) =>
  `SELECT * FROM read_json('${lines}', ${JSON_OPTIONS}, columns = {${tableColumns(columns, false).map(lineColumn).join(", ")}})`;

const JSON_OPTIONS = "format = 'newline_delimited', maximum_object_size = 268435456";

const VIEWS: readonly ViewDefinition[] = [
  {
    name: "measurements",
    stream: "measurements",
    columns: MEASUREMENT_COLUMNS,
    select: asTheyAre(MEASUREMENT_COLUMNS),
  },
  { name: "deadlines", stream: "deadlines", columns: DEADLINE_COLUMNS, select: asTheyAre(DEADLINE_COLUMNS) },
  {
    name: "conversations",
    stream: "conversations",
    columns: CONVERSATION_COLUMNS,
    select: asTheyAre(CONVERSATION_COLUMNS),
  },
  { name: "communications", stream: "conversations", columns: COMMUNICATION_COLUMNS, select: selectCommunications },
];

/** Waits in a queue: those that the report counts as offered. */
const WAITS = `CREATE VIEW waits AS SELECT conversationId, participantId, communicationId, mediaType, direction, queueId,
  queueOutcome AS outcome, connectedTime AS enteredTime,
  CASE WHEN queueOutcome <> 'waiting' THEN endTime END AS leftTime,
  CASE WHEN queueOutcome <> 'waiting' THEN greatest(0, date_diff('millisecond', connectedTime, endTime)) END AS waitMs
  FROM communications
  WHERE queueOutcome IS NOT NULL AND connectedTime IS NOT NULL AND (queueOutcome = 'waiting' OR endTime IS NOT NULL)`;

/**
 * The statements that make the views of a folder of outputs. Only of files whose views a statement may ask are the lines counted, each
 * once. Throws `AppError` where the folder holds no outputs, or not all of those.
 */
export function viewsOf(folder: string, sql: string): readonly string[] {
  refuseStillWritten(folder);
  const stats = statSync(folder, { throwIfNoEntry: false });
  if (stats === undefined)
    throw new AppError(
      "inputMissing",
      `There is no folder "${folder}".`,
      "Name the folder that `convofold replay --out` wrote.",
    );
  if (!stats.isDirectory())
    throw new AppError(
      "notFound",
      `"${folder}" is a file, and only a folder of outputs can be asked.`,
      `Write one with \`convofold replay ${folder} --out FOLDER\`, and name that folder.`,
    );
  const rows = rowsOf(readManifest(folder));
  const counted = new Set<string>();
  const check = ({ name, stream }: ViewDefinition, lines: string) => {
    if (counted.has(lines) || !mayAsk(sql, name)) return;
    counted.add(lines);
    refuseOtherRows(lines, rows.get(`${stream}.ndjson`));
  };
  return [...VIEWS.map((view) => `CREATE VIEW ${view.name} AS ${selectOf(view, folder, check)}`), WAITS];
}

/** Whether a statement may ask a view; rather too often: a name may stand in a text, or be put together by `query` or `query_table`. */
function mayAsk(sql: string, view: string): boolean {
  const words = sql.toLowerCase();
  return [view, "query", ...(view === "communications" ? ["waits"] : [])].some((word) => words.includes(word));
}

function selectOf(view: ViewDefinition, folder: string, check: (view: ViewDefinition, lines: string) => void): string {
  const { name, stream, select } = view;
  const table = path.join(folder, `${name}.parquet`);
  if (existsSync(table)) return `SELECT * FROM read_parquet('${escaped(table)}')`;
  const lines = ["", ".gz", ".zst"]
    .map((ending) => path.join(folder, `${stream}.ndjson${ending}`))
    .find((file) => existsSync(file));
  if (lines !== undefined) {
    check(view, lines);
    return select(escaped(lines));
  }
  throw new AppError(
    "inputMissing",
    `The folder "${folder}" holds neither ${name}.parquet nor ${stream}.ndjson.`,
    "Name the folder that `convofold replay --out` wrote; CSV is not read.",
  );
}

/** A file's name within quotes; characters that stand for any others are taken as they are. */
function escaped(file: string): string {
  return file.replaceAll("'", "''").replaceAll(/[*?[]/g, "[$&]");
}

const quoted = (name: string) => `"${name}"`;

/** A column of a line, as `read_json` wants it. */
function lineColumn(column: OutputColumn): string {
  return `${quoted(column.name)}: '${typeOf(column)}'`;
}

function typeOf({ type, items = [] }: OutputColumn): string {
  switch (type) {
    case "text":
      return "VARCHAR";
    case "integer":
      return "BIGINT";
    case "instant":
      return "TIMESTAMPTZ";
    case "number":
      return "DOUBLE";
    case "flag":
      return "BOOLEAN";
    case "list":
      return list(items.map((item) => [item.name, typeOf(item)]));
  }
}

function list(fields: readonly (readonly [name: string, type: string])[]): string {
  return `STRUCT(${fields.map(([name, type]) => `${quoted(name)} ${type}`).join(", ")})[]`;
}

/** The columns of `communications` that lie elsewhere in a line than in the communication itself. */
const PLACES: ReadonlyMap<string, string> = new Map([
  ["conversationId", "id"],
  ["participantId", "participant.participantId"],
  ["purpose", "participant.purpose"],
  ["userId", "participant.userId"],
  ["afterCallWorkState", "communication.afterCallWork.state"],
  ["afterCallWorkStartTime", "communication.afterCallWork.startTime"],
  ["afterCallWorkEndTime", "communication.afterCallWork.endTime"],
  ["afterCallWorkTimedOut", "communication.afterCallWork.timedOut"],
  ["callbackState", "communication.callback.state"],
  ["callbackScheduledTime", "communication.callback.scheduledTimes[-1]"],
  ["callbackContactTime", "communication.callback.contactTime"],
]);

/** The communications of the views of conversations, as the table has them. */
function selectCommunications(lines: string): string {
  const own = COMMUNICATION_COLUMNS.filter(({ name }) => !PLACES.has(name));
  const communication = list([
    ...own.map((column) => [column.name, typeOf(column)] as const),
    ["afterCallWork", "STRUCT(state VARCHAR, startTime TIMESTAMPTZ, endTime TIMESTAMPTZ, timedOut BOOLEAN)"],
    ["callback", "STRUCT(state VARCHAR, scheduledTimes TIMESTAMPTZ[], contactTime TIMESTAMPTZ)"],
  ]);
  const participant = list([
    ["participantId", "VARCHAR"],
    ["purpose", "VARCHAR"],
    ["userId", "VARCHAR"],
    ["communications", communication],
  ]);
  const columns = COMMUNICATION_COLUMNS.map(
    ({ name }) => `${PLACES.get(name) ?? `communication.${quoted(name)}`} AS ${quoted(name)}`,
  );
  return `SELECT ${columns.join(", ")} FROM (
    SELECT id, participant, unnest(participant.communications) AS communication FROM (
      SELECT id, unnest(participants) AS participant
      FROM read_json('${lines}', ${JSON_OPTIONS}, columns = {id: 'VARCHAR', participants: '${participant}'})))`;
}
