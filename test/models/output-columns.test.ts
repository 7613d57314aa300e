import { z } from "zod";

import { deadlineRecord } from "../../src/models/deadline";
import { measurementRecord } from "../../src/models/measurement";
import {
  COMMUNICATION_COLUMNS,
  CONVERSATION_COLUMNS,
  DEADLINE_COLUMNS,
  MEASUREMENT_COLUMNS,
  REJECTION_COLUMNS,
  tableColumns,
} from "../../src/models/output-columns";
import { communicationView, conversationRecord, participantView, rejectionRecord } from "../../src/models/view";

const RECORDS = {
  measurements: [MEASUREMENT_COLUMNS, measurementRecord],
  deadlines: [DEADLINE_COLUMNS, deadlineRecord],
  conversations: [CONVERSATION_COLUMNS, conversationRecord],
  rejects: [REJECTION_COLUMNS, rejectionRecord],
} as const;
const WORD_BY_TYPE = {
  text: "string",
  instant: "string",
  integer: "integer",
  number: "number",
  flag: "boolean",
  list: "array",
} as const;

describe("the columns of outputs", () => {
  it.each(Object.entries(RECORDS))("are the fields of the records of %s, of their types", (_, [columns, record]) => {
    expect(columns.map(({ name }) => name).sort()).toEqual(Object.keys(record.shape).sort());
    const { properties = {} } = z.toJSONSchema(record);
    for (const { name, type } of columns) {
      const { type: own, const: constant, enum: values } = Object(properties[name]) as Record<string, unknown>;
      const word = constant === undefined ? own : undefined;
      if (word !== undefined && values === undefined) expect([name, word]).toEqual([name, WORD_BY_TYPE[type]]);
    }
  });

  it("of communications are those of a view, but for what belongs on a screen", () => {
    const shown = [
      "held",
      "confined",
      "muted",
      "recordingState",
      "securePauses",
      "anomalies",
      "afterCallWork",
      "callback",
    ];
    const all = [...Object.keys(communicationView.shape), ...Object.keys(participantView.shape)];
    const wanted = all.filter((name) => ![...shown, "communications"].includes(name));
    const names = COMMUNICATION_COLUMNS.map(({ name }) => name);
    expect(wanted.filter((name) => !names.includes(name))).toEqual([]);
    expect(new Set(names).size).toBe(names.length);
  });

  it("have names only where they are wanted, at the end", () => {
    const without = tableColumns(MEASUREMENT_COLUMNS, false).map(({ name }) => name);
    expect(without.slice(0, 3)).toEqual(["id", "revision", "conversationId"]);
    expect(tableColumns(MEASUREMENT_COLUMNS, true).map(({ name }) => name)).toEqual([
      ...without,
      "userName",
      "queueName",
    ]);
  });
});
