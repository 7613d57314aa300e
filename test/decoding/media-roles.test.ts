import { createRecordReader } from "../../src/decoding/bytes/record-reader";
import { decodeRecord } from "../../src/decoding/decode";

const place = { file: "log.ndjson", line: 1 };
const textOf = (mediaRoles: unknown) =>
  JSON.stringify({ id: "c", participants: [{ id: "p", mediaRoles, calls: [{ id: "k", state: "connected" }] }] });

/** The roles that both readers find in a record, which must be the same; the one of bytes without help of the other. */
function rolesIn(text: string): unknown {
  const bytes = Buffer.from(text);
  const reader = createRecordReader();
  const [read, whole] = [reader.read(bytes, 0, bytes.length, () => place), decodeRecord(bytes, place)];
  expect(JSON.stringify(read)).toBe(JSON.stringify(whole));
  expect(whole).toMatchObject({ kind: "observations", rejections: [] });
  expect(reader.counts()).toEqual({ fast: 1, whole: 0 });
  return /"mediaRoles":"([^"]*)"/.exec(JSON.stringify(whole))?.[1];
}

describe("the roles of a medium", () => {
  it.each([
    [["full", "monitor"], "monitoring"],
    [["monitor"], "monitoring"],
    [["coach", "MONITOR"], "monitoring coaching"],
    [["full", "barge", "monitor", "monitor"], "monitoring barging"],
    [["Barging"], "barging"],
  ])("%j say how somebody supervised, in every order", (roles, said) => {
    expect(rolesIn(textOf(roles))).toBe(said);
    expect(rolesIn(textOf(roles.toReversed()))).toBe(said);
    expect(rolesIn(textOf(roles).replace("mediaRoles", "media_roles"))).toBe(said);
  });

  it.each([
    [[]],
    [["full"]],
    [["", "somebody", "monitored"]],
    [[null, 7, ["monitor"], { monitor: 1 }]],
    ["monitor"],
    [7],
  ])("%j name no supervisor, and reject nothing", (roles) => {
    expect(rolesIn(textOf(roles))).toBeUndefined();
  });

  it("are read with escapes, too", () => {
    expect(rolesIn(textOf(["monitor"]).replace('"monitor"', '"m\\u006fnitor"'))).toBe("monitoring");
  });
});
