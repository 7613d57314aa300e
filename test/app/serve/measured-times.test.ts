import { PAIRS_MAX } from "../../../src/app/serve/measured-times";
import { ServiceMetrics } from "../../../src/app/serve/metrics";
import type { MeasurementRecord } from "../../../src/models/measurement";

const number = (name: string, value: number, of: Partial<MeasurementRecord> = {}) =>
  ({ name, value, mediaType: "call", ...of }) as MeasurementRecord;

describe("the histograms of times", () => {
  it.each([
    ["tHeld", "hold"],
    ["tAcw", "after_call_work"],
    ["tHandle", "handle"],
    ["tWait", "wait"],
    ["tAnswered", "answer"],
    ["tAlert", "alerting"],
    ["tCallbackLate", "callback_lateness"],
  ])("count %s by queue and medium", async (name, called) => {
    const metrics = new ServiceMetrics([20]);
    metrics.measured(number(name, 3000, { queueId: "q1" }));
    metrics.measured(number(name, 5000, { queueId: "q1" }));
    metrics.measured(number(name, 7000, { queueId: "q2", mediaType: "chat" }));
    const { body } = await metrics.text();
    expect(body).toContain(`convofold_${called}_seconds_sum{queue="q1",media="call"} 8\n`);
    expect(body).toContain(`convofold_${called}_seconds_count{queue="q2",media="chat"} 1\n`);
  });

  it("have a bucket at each target of the policy, so that a service level is exact", async () => {
    const metrics = new ServiceMetrics([17]);
    metrics.measured(number("tAnswered", 17_000, { queueId: "q1" }));
    metrics.measured(number("tAnswered", 17_001, { queueId: "q1" }));
    const { body } = await metrics.text();
    expect(body).toContain('convofold_answer_seconds_bucket{le="17",queue="q1",media="call"} 1\n');
  });

  it("tell a callback in time from one that is late", async () => {
    const metrics = new ServiceMetrics([]);
    for (const value of [0, 0, 30_000]) metrics.measured(number("tCallbackLate", value, { mediaType: "callback" }));
    const { body } = await metrics.text();
    expect(body).toContain('convofold_callback_lateness_seconds_bucket{le="0",queue="none",media="callback"} 2\n');
  });

  it("give no more labels than their bound, and lose no number", async () => {
    const metrics = new ServiceMetrics([]);
    for (let queue = 0; queue < PAIRS_MAX + 5; queue += 1)
      metrics.measured(number("tHandle", 1000, { queueId: `q${queue}` }));
    metrics.measured(number("tHandle", 1000, { queueId: "q0" }));
    const { body } = await metrics.text();
    expect(body).toContain('convofold_handle_seconds_count{queue="other",media="call"} 5\n');
    expect(body).toContain('convofold_handle_seconds_count{queue="q0",media="call"} 2\n');
    expect(body.match(/^convofold_handle_seconds_count/gm)).toHaveLength(PAIRS_MAX + 1);
  });

  it("leave corrections to a counter of their own", async () => {
    const metrics = new ServiceMetrics([]);
    metrics.measured(number("tHeld", 1000));
    metrics.corrected(number("tHeld", 2000));
    metrics.corrected({ ...number("tHeld", 0), value: undefined, retracted: true });
    const { body } = await metrics.text();
    expect(body).toContain('convofold_hold_seconds_count{queue="none",media="call"} 1\n');
    expect(body).toContain('convofold_measurement_corrections_total{kind="changed",measurement="tHeld"} 1\n');
    expect(body).toContain('convofold_measurement_corrections_total{kind="retracted",measurement="tHeld"} 1\n');
    expect(body).toContain('convofold_measurement_corrections_total{kind="changed",measurement="tAcw"} 0\n');
  });
});

it("says what the process takes, and which build it is", async () => {
  const { body } = await new ServiceMetrics([]).text();
  for (const name of [
    "process_resident_memory_bytes",
    "process_cpu_seconds_total",
    "nodejs_eventloop_lag_p99_seconds",
    "nodejs_heap_size_used_bytes",
    "nodejs_active_handles_total",
    "process_open_fds",
  ])
    expect(body).toMatch(new RegExp(`^${name} [0-9.e+-]+$`, "m"));
  expect(body).toMatch(/^convofold_build_info\{version="\d+\.\d+\.\d+[^"]*",schema="[^"]+",node="v\d+[^"]*"\} 1$/m);
});
