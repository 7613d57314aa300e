import { injectFault } from "../../../src/app/serve/fault-injection";

const wait = async (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
const undecided = async () => wait(40);

/** What an injected fault did, with a world in which nobody dies. */
function trial(text: string | undefined) {
  const injected: string[] = [];
  const during = injectFault(
    text,
    (phase) => injected.push(phase),
    (signal) => injected.push(signal),
  );
  return { injected, during };
}

describe("an injected fault", () => {
  it("falls within the phase that it names, the first time that it is due and the phase still goes on, and only once", async () => {
    const { injected, during } = trial("kill:commit:2:10");
    await during("commit", undecided);
    await during("offsets", undecided);
    expect(injected).toEqual([]);
    await during("commit", async () => Promise.resolve());
    await wait(20);
    expect(injected).toEqual([]);
    await during("commit", undecided);
    expect(injected).toEqual(["commit", "SIGKILL"]);
    await during("commit", undecided);
    expect(injected).toHaveLength(2);
  });

  it("leaves alone what is done: its result, and its failure", async () => {
    for (const text of [undefined, "freeze:fence:5:0"]) {
      const { injected, during } = trial(text);
      expect(await during("fence", async () => Promise.resolve(7))).toBe(7);
      await expect(during("fence", async () => Promise.reject(new Error("broken")))).rejects.toThrow("broken");
      expect(injected).toEqual([]);
    }
  });

  it.each(["nonsense", "kill:nothing:1:0", "kill:commit:0:0", "tickle:commit:1:0", "kill:commit:1:x"])(
    "is refused where it is no fault: %s",
    (text) => {
      expect(() => trial(text)).toThrow("is no fault");
    },
  );
});
