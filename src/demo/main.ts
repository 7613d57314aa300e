import "./buffer";
import { compilePolicy } from "../app/policy";
import { answerWith } from "../board/web/ask";
import { showPage } from "../board/web/page";
import { showFault } from "../board/web/playback";
import { names } from "../board/web/store";
import { answer } from "./answers";
import { decodeLog, unpackLog, type BundledDay } from "./day";
import { Playback } from "./playback";
import { controlPlayback } from "./control";

declare global {
  /** Set by the script beside this one. */
  var convofoldDay: BundledDay | undefined;
}

const TARGETS = { windowMs: 30 * 60_000, serviceLevelTarget: 0.8 };

async function start(begin: (log: Playback) => void): Promise<void> {
  if (globalThis.convofoldDay === undefined) throw new Error("day.js, which holds it, is not beside this page.");
  const { file, log, policy, names: book } = globalThis.convofoldDay;
  names.value = book;
  const records = decodeLog(await unpackLog(log), file);
  if (records.length === 0) throw new Error("no record is in it.");
  const playback = new Playback(records, compilePolicy(policy), TARGETS);
  answerWith((path) => new Promise((resolve) => resolve(answer(playback, path))));
  begin(playback);
}

const { controls, begin } = controlPlayback();
showPage(controls);
start(begin).catch((error: unknown) => showFault("The day cannot be unpacked", error));
