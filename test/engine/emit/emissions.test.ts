import { netEmissions, type DeadlineEmission, type MeasurementEmission } from "../../../src/engine/emit/emissions";

const measurement = (id: string, revision: number, more: object = {}, before?: object): MeasurementEmission =>
  ({ record: { type: "measurement", id, revision, ...more }, before }) as unknown as MeasurementEmission;
const deadline = (id: string, revision: number, more: object = {}, before?: object): DeadlineEmission =>
  ({ record: { type: "deadline", id, revision, ...more }, dueAt: 0, before }) as unknown as DeadlineEmission;

const shown = (emissions: readonly (MeasurementEmission | DeadlineEmission)[]) =>
  emissions.map(({ record: { id, revision, retracted, replacedBy }, before }) => ({
    id,
    revision,
    ...(retracted && { retracted }),
    ...(replacedBy !== undefined && { replacedBy }),
    ...(before && { before }),
  }));

describe("the emissions of one cause", () => {
  it("are one of each id, with what stood before the cause", () => {
    const first = { value: 1 };
    const net = netEmissions([measurement("c/k/tHeld", 3, {}, first), measurement("c/k/tHeld", 4, {}, { value: 2 })]);
    expect(shown(net)).toEqual([{ id: "c/k/tHeld", revision: 4, before: first }]);
  });

  it("are none of what came and went by it, measurement or deadline", () => {
    const retracted = { retracted: true };
    expect(
      shown(netEmissions([deadline("c/k/hold", 4), deadline("c/k~2/hold", 3), deadline("c/k~2/hold", 4, retracted)])),
    ).toEqual([{ id: "c/k/hold", revision: 4 }]);
    expect(
      netEmissions([measurement("c/k~2/tAcd", 3), measurement("c/k~2/tAcd", 4, retracted, { value: 1 })]),
    ).toHaveLength(0);
  });

  it("name no successor that came and went by it", () => {
    const net = netEmissions([
      measurement("c/k/tHeld/1", 3, { retracted: true, replacedBy: "c/k/tHeld/2" }, { value: 1 }),
      measurement("c/k/tHeld/2", 3),
      measurement("c/k/tHeld/2", 4, { retracted: true }, { value: 1 }),
    ]);
    expect(shown(net)).toEqual([{ id: "c/k/tHeld/1", revision: 3, retracted: true, before: { value: 1 } }]);
  });
});
