import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

import { differencesFrom, type Answer } from "../support/answer";

/**
 * Small logs with the right answer beside them, worked out by hand from what each number means. `title` says what a log
 * shows, `why` why its answer is right.
 */
const LOGS = path.join(__dirname, "logs");
const ENDING = ".answer.json";
const names = readdirSync(LOGS)
  .filter((file) => file.endsWith(ENDING))
  .map((file) => file.slice(0, -ENDING.length));
const worked = names.map((name) => {
  const answer = JSON.parse(readFileSync(path.join(LOGS, `${name}${ENDING}`), "utf8")) as Answer;
  return { name, title: answer.title, answer };
});

describe("worked by hand", () => {
  it.each(worked)("$title", async ({ name, answer }) => {
    expect(await differencesFrom(answer, path.join(LOGS, `${name}.ndjson`))).toEqual([]);
  });
});
