import { createProgressDisplay, describeProgress, formatBytes } from "../../src/cli/progress";

const half = { bytesRead: 500, bytesAll: 1000, records: 12_000 };

describe("progress", () => {
  it("tells share, count, rate and time left", () => {
    expect(describeProgress(half, 4_000)).toBe(
      "[############------------]  50 %   12,000 records   3,000/s   125 B/s   4.0 s left",
    );
    expect(describeProgress({ bytesRead: 0, bytesAll: 0, records: 12_000 }, 4_000)).toBe("12,000 records   3,000/s");
  });

  it("tells of a log that is played how much has been played, whatever was read of it", () => {
    const played = { share: 0.25, leftMs: 90_000 };
    expect(describeProgress({ bytesRead: 0, bytesAll: 0, records: 12_000, played }, 30_000)).toBe(
      "[######------------------]  25 %   12,000 records   400/s   1:30 min left",
    );
  });

  it.each([
    [950, "950 B"],
    [4_100, "4.1 kB"],
    [48_200_000, "48.2 MB"],
    [1_500_000_000, "1.5 GB"],
  ])("spells %d bytes as %s", (bytes, text) => {
    expect(formatBytes(bytes)).toBe(text);
  });

  it("is one line that is drawn again on a terminal, and cleared at the end", () => {
    const written: string[] = [];
    let now = 0;
    const display = createProgressDisplay({
      stream: { isTTY: true, columns: 40, write: (text) => written.push(text) },
      now: () => now,
    });
    for (now = 0; now <= 250; now += 50) display.show(half);
    display.end();
    expect(written).toHaveLength(4);
    for (const text of written.slice(0, 3)) expect(text).toMatch(/^\r\u001b\[2K.{39}$/);
    expect(written.at(-1)).toBe("\r\u001b[2K");
  });

  it("is a plain line now and then elsewhere", () => {
    const written: string[] = [];
    let now = 0;
    const display = createProgressDisplay({ stream: { write: (text) => written.push(text) }, now: () => now });
    for (now = 0; now <= 25_000; now += 1_000) display.show(half);
    display.end();
    expect(written).toHaveLength(2);
    expect(written[0]).toMatch(/^\[#+-+\] .* left\n$/);
  });
});
