import type { NameBook } from "../../models/name-book";
import {
  COMMUNICATION_COLUMNS,
  CONVERSATION_COLUMNS,
  DEADLINE_COLUMNS,
  MEASUREMENT_COLUMNS,
  REJECTION_COLUMNS,
  tableColumns,
  type OutputColumn,
} from "../../models/output-columns";
import { ownValue } from "../../models/own-value";
import type { ConversationRecord } from "../../models/view";
import { readOutputLines } from "../files/output-lines";
import type { Stream, Table } from "../files/streams";

type Fields = Readonly<Record<string, unknown>>;
/** The values of a row, in the order of the columns; undefined where one is missing. */
export type TableRow = readonly unknown[];

/** How a table is made: of which stream, with which columns, and which rows a line gives. */
export interface TableDefinition {
  readonly table: Table;
  readonly stream: Stream;
  readonly columns: readonly OutputColumn[];
  readonly rowsOf: (line: Fields) => readonly Fields[];
}

const asItIs = (line: Fields) => [line];

/** Every table, in the order in which they are written. */
export const TABLE_DEFINITIONS: readonly TableDefinition[] = [
  { table: "measurements", stream: "measurements", columns: MEASUREMENT_COLUMNS, rowsOf: asItIs },
  { table: "deadlines", stream: "deadlines", columns: DEADLINE_COLUMNS, rowsOf: asItIs },
  { table: "conversations", stream: "conversations", columns: CONVERSATION_COLUMNS, rowsOf: asItIs },
  { table: "communications", stream: "conversations", columns: COMMUNICATION_COLUMNS, rowsOf: communicationsOf },
  { table: "rejects", stream: "rejects", columns: REJECTION_COLUMNS, rowsOf: asItIs },
];

/** The columns of a table as it is written, with names where there is a book of them. */
export function columnsOf({ columns }: TableDefinition, names: NameBook | undefined): readonly OutputColumn[] {
  return tableColumns(columns, names !== undefined);
}

/** The rows of a table, made of the lines of its stream one after another. */
export async function* tableRows(
  definition: TableDefinition,
  file: string,
  names: NameBook | undefined,
): AsyncGenerator<TableRow> {
  const own = tableColumns(definition.columns, false);
  const named = names === undefined ? [] : own.filter((column) => column.named !== undefined);
  for await (const line of readOutputLines(file)) {
    const fields = JSON.parse(line.toString()) as Fields;
    for (const row of definition.rowsOf(fields)) {
      const values = own.map(({ name }) => ownValue(row, name));
      const ofIds = named.map((column) => nameOf(column, ownValue(row, column.name), names));
      yield [...values, ...ofIds];
    }
  }
}

function nameOf({ named }: OutputColumn, id: unknown, names: NameBook | undefined): string | undefined {
  if (named === undefined || names === undefined || typeof id !== "string") return undefined;
  return ownValue(names[named.book], id.toLowerCase());
}

/** The communications of a view, each with its participant's fields and without nesting. */
function communicationsOf(line: Fields): readonly Fields[] {
  const { id, participants } = line as unknown as ConversationRecord;
  return participants.flatMap(({ participantId, purpose, userId, communications }) =>
    communications.map(({ afterCallWork, callback, ...communication }) => ({
      conversationId: id,
      participantId,
      purpose,
      userId,
      ...communication,
      afterCallWorkState: afterCallWork?.state,
      afterCallWorkStartTime: afterCallWork?.startTime,
      afterCallWorkEndTime: afterCallWork?.endTime,
      afterCallWorkTimedOut: afterCallWork?.timedOut,
      callbackState: callback?.state,
      callbackScheduledTime: callback?.scheduledTimes.at(-1),
      callbackContactTime: callback?.contactTime,
    })),
  );
}
