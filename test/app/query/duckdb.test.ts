import { readFileSync } from "node:fs";
import path from "node:path";

import { openDatabase } from "../../../src/app/query/duckdb";
import { exitCodeFor, type AppError } from "../../../src/models/app-error";

const PACKAGE = path.join(__dirname, "../../../package.json");

jest.mock("@duckdb/node-api", () => {
  throw new Error("Cannot find module '@duckdb/node-api'");
});

it("asks for DuckDB by name where it is not installed, with the command that installs it and exit code 2", async () => {
  const error = await openDatabase().then(
    () => undefined,
    (thrown: unknown) => thrown as AppError,
  );
  expect(error).toMatchObject({ code: "wrongUse", message: expect.stringContaining("DuckDB") as string });
  const { devDependencies } = JSON.parse(readFileSync(PACKAGE, "utf8")) as { devDependencies: Record<string, string> };
  expect(error?.advice).toContain(
    `npm install --no-save @duckdb/node-api@${devDependencies["@duckdb/node-api"] ?? ""}`,
  );
  expect(error && exitCodeFor(error)).toBe(2);
});
