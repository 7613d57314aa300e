import { SuccessionWatch } from "../../../src/app/board/succession-watch";
import type { Successor } from "../../../src/consumers/live/state/successor";

const NEXT: Successor = { prefix: "next", group: "next" };

function createWatch(look: (times: number) => Promise<Successor | undefined>) {
  const said: string[] = [];
  let times = 0;
  const say = (message: string) => void said.push(message);
  const watch = new SuccessionWatch(async () => look((times += 1)), "p", { info: say, warn: say });
  return { watch, said };
}

test("looks one after the other, however long each takes, until somebody has taken over", async () => {
  let [atOnce, most] = [0, 0];
  const { watch } = createWatch(async (times) => {
    most = Math.max(most, (atOnce += 1));
    await new Promise((resolve) => setTimeout(resolve, 5));
    atOnce -= 1;
    return times === 4 ? NEXT : undefined;
  });

  expect(await watch.until(new AbortController().signal, 1)).toEqual(NEXT);
  expect(most).toBe(1);
});

test("says once that it cannot see, counts how often, and says when it sees again", async () => {
  const { watch, said } = createWatch(async (times) =>
    times <= 3 ? Promise.reject(new Error("denied")) : Promise.resolve(undefined),
  );
  for (let look = 0; look < 3; look += 1) expect(await watch.once()).toBeUndefined();
  expect([watch.failures, said.length]).toEqual([3, 1]);
  await watch.once();

  expect([watch.failures, said.length]).toEqual([0, 2]);
});

test("ends at once where it is stopped while it waits", async () => {
  const { watch } = createWatch(async () => Promise.resolve(undefined));
  const stop = new AbortController();
  const ended = watch.until(stop.signal, 3_600_000);
  stop.abort();

  expect(await ended).toBeUndefined();
});
