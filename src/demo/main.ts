import "./buffer";
import { compilePolicy } from "../app/policy";
import { answerWith } from "../board/web/ask";
import { showPage } from "../board/web/page";
import { names } from "../board/web/store";
import { answer } from "./answers";
import { decodeLog, unpackLog, type BundledDay } from "./day";
import { Playback } from "./playback";
import { controlPlayback } from "./control";

declare global {
  /** Set by the script beside this one. */
  var convofoldDay: BundledDay;
}

const TARGETS = { windowMs: 30 * 60_000, serviceLevelTarget: 0.8 };

async function start(): Promise<void> {
  const { file, log, policy, names: book } = globalThis.convofoldDay;
  names.value = book;
  const { controls, begin } = controlPlayback();
  showPage(controls);
  const bytes = await unpackLog(log);
  const playback = new Playback(decodeLog(bytes, file), compilePolicy(policy), TARGETS);
  answerWith((path) => new Promise((resolve) => resolve(answer(playback, path))));
  begin(playback);
}

void start();
