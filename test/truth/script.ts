import { createRandom, type Random } from "../../src/consumers/simulation/random";
import { Communication, momentsOf, type Sketch } from "./communication";
import { SHAPES, type Shape } from "./render/shapes";

/** What happened in one conversation, and of which moments a record is lost. Written by an act, then rendered. */
export class Script {
  readonly conversationId: string;
  readonly communications: Communication[] = [];
  /** No record is written from `from` until before `to`. */
  readonly lost: { readonly from: number; readonly to: number }[] = [];
  /** Snapshots that show nothing new. */
  readonly repeats: number[] = [];
  /** Where a nested participant shows after-call work: at its communications, or at itself alone. */
  workAt: "communication" | "participant" = "communication";
  /** When somebody asks the platform for the whole conversation; the answer has segments. */
  getAt: number | undefined;

  constructor(
    readonly random: Random,
    readonly shape: Shape,
    readonly startAt: number,
  ) {
    this.conversationId = random.uuid();
  }

  begin(sketch: Sketch, at: number): Communication {
    const one = new Communication(sketch, at, this.random);
    this.communications.push(one);
    return one;
  }

  /** Loses the records of a stretch of time. */
  loses(from: number, to: number): void {
    this.lost.push({ from, to });
  }

  /** When records are written: whenever something is seen to change, and at repeats. */
  moments(): number[] {
    const all = [...this.communications.flatMap(momentsOf), ...this.repeats, ...(this.getAt ? [this.getAt] : [])];
    const isLost = (at: number) => this.lost.some(({ from, to }) => at >= from && at < to);
    return [...new Set(all)].filter((at) => !isLost(at)).sort((left, right) => left - right);
  }

  /** The end of all that happened. */
  lastAt(): number {
    return Math.max(...this.communications.flatMap(momentsOf));
  }
}

/** A family of scenarios: what it is about, and how a script of it is written. */
export interface Act {
  readonly title: string;
  /** The shapes in which it can be told. */
  readonly shapes: readonly Shape[];
  /** Whether its records show enough to judge deadlines by. */
  readonly isWhole: boolean;
  readonly play: (script: Script) => void;
}

const FIRST_DAY = Date.UTC(2026, 2, 2, 8);

/** The script of a family with a number. */
export function writeScript(act: Act, family: number, index: number): Script {
  const random = createRandom(1 + family, index + Number(process.env["TRUTH_FROM"] ?? 0));
  const shape = act.shapes[index % act.shapes.length] ?? SHAPES[0];
  const script = new Script(random, shape, FIRST_DAY + random.int(0, 3_600_000));
  act.play(script);
  for (let times = random.int(0, 2); times > 0; times -= 1)
    script.repeats.push(random.int(script.startAt, script.lastAt()));
  return script;
}
