import { createServiceLog } from "../../src/cli/service-log";

test("what is logged comes as it is said, and nothing once it is over", () => {
  const lines: unknown[][] = [];
  const put =
    (level: string) =>
    (...line: unknown[]) =>
      void lines.push([level, ...line]);
  const log = createServiceLog({ info: put("info"), warn: put("warn"), error: put("error") });

  log.info("partition restored", { partition: 3 });
  log.warn("was warned by the client");
  log.end();
  log.warn("was warned by the client");
  log.error("a fault was contained");

  expect(lines).toEqual([
    ["info", { partition: 3 }, "partition restored"],
    ["warn", {}, "was warned by the client"],
  ]);
});
