import { createRandom } from "../../src/consumers/simulation/random";
import { USUAL_OPTIONS } from "../../src/consumers/simulation/player";
import { changeDocument } from "./changes";
import { envelop } from "./envelopes";
import { SEEDS } from "./seeds";
import { write } from "./writings";

const HALF_HOUR_MS = 1_800_000;
/** No larger record is read unless somebody asks for it; a larger mutant breaks off there. */
const BYTES_MAX = 1 << 20;

/** The bytes of a mutant: a function of seed and number alone, so that each can be made again by itself. */
export function mutantOf(seed: number, number: number): Buffer {
  const random = createRandom(seed, number);
  const value = random.pick(random.pick(SEEDS));
  const at = USUAL_OPTIONS.startAt + random.int(0, HALF_HOUR_MS);
  const isChangedInside = random.chance(75);
  const inner = isChangedInside ? changeDocument(value, random) : value;
  const wrapped = envelop(inner, at, random);
  const bytes = write(isChangedInside && random.chance(80) ? wrapped : changeDocument(wrapped, random), random);
  return bytes.subarray(0, BYTES_MAX);
}
