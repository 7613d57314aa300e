import { strikeAt } from "../../../src/app/serve/strike";

const wait = async (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
const undecided = async () => wait(40);

/** What a strike did, with a world in which nobody dies. */
function trial(text: string | undefined) {
  const struck: string[] = [];
  const during = strikeAt(
    text,
    (phase) => struck.push(phase),
    (signal) => struck.push(signal),
  );
  return { struck, during };
}

describe("a strike", () => {
  it("falls within the phase that it names, the first time that it is due and the phase still goes on, and only once", async () => {
    const { struck, during } = trial("kill:commit:2:10");
    await during("commit", undecided);
    await during("offsets", undecided);
    expect(struck).toEqual([]);
    await during("commit", async () => Promise.resolve());
    await wait(20);
    expect(struck).toEqual([]);
    await during("commit", undecided);
    expect(struck).toEqual(["commit", "SIGKILL"]);
    await during("commit", undecided);
    expect(struck).toHaveLength(2);
  });

  it("leaves alone what is done: its result, and its failure", async () => {
    for (const text of [undefined, "freeze:fence:5:0"]) {
      const { struck, during } = trial(text);
      expect(await during("fence", async () => Promise.resolve(7))).toBe(7);
      await expect(during("fence", async () => Promise.reject(new Error("broken")))).rejects.toThrow("broken");
      expect(struck).toEqual([]);
    }
  });

  it.each(["nonsense", "kill:nothing:1:0", "kill:commit:0:0", "tickle:commit:1:0", "kill:commit:1:x"])(
    "is refused where it is no strike: %s",
    (text) => {
      expect(() => trial(text)).toThrow("is no fault");
    },
  );
});
