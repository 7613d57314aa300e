import { playback as shown, playbackFault, showFault, type PlaybackControls } from "../board/web/playback";
import { takeNews } from "../board/web/store";
import type { Playback } from "./playback";

const TICK_MS = 250;
/** The page answers to its reader between so many records. */
const RECORDS_PER_SLICE = 250;
const SPEED_USUAL = 60;
/** So much of the day has passed when the page is opened: there is something to see. */
const HEAD_MS = 2 * 3_600_000;

/** Plays a log by the clock of the browser, and shows how it stands. `begin` gives it the log once it is there. */
// eslint-disable-next-line max-lines-per-function -- a factory: its functions are short and share this state
export function controlPlayback(): { readonly controls: PlaybackControls; readonly begin: (log: Playback) => void } {
  let playback: Playback | undefined;
  let isPlaying = true;
  let speed = SPEED_USUAL;
  let isBusy = false;
  /** Where it is to go; undefined where it is on its way by the clock alone. */
  let target: number | undefined;
  let lastTickAt = performance.now();
  const startedAt = new Date().toISOString();

  function show(log: Playback): void {
    const { stops } = log;
    const now = log.now();
    isPlaying &&= !log.isOver();
    const wanted = target ?? now;
    const stop = log.isOver() && target === undefined ? stops.length - 1 : stops.findLastIndex((at) => at <= wanted);
    shown.value = { isPlaying, speed, stops, stop: Math.max(0, stop), isBusy };
    // Before anything is folded there is nothing to show: what is on the page stays.
    if (!isBusy && Number.isFinite(now))
      takeNews(log.sections(isPlaying ? speed : 0, { at: new Date().toISOString(), startedAt }));
  }

  async function moveOn(log: Playback): Promise<void> {
    isBusy = true;
    try {
      while (target !== undefined) {
        const going = target;
        while (!log.moveTo(going, RECORDS_PER_SLICE) && going === target) await pause();
        if (going === target) target = undefined;
        show(log);
      }
    } finally {
      isBusy = false;
      lastTickAt = performance.now();
    }
  }

  async function move(log: Playback): Promise<void> {
    try {
      await moveOn(log);
      show(log);
      playbackFault.value = undefined;
    } catch (error) {
      target = undefined;
      isPlaying = false;
      if (shown.value !== undefined) shown.value = { ...shown.value, isPlaying, isBusy };
      showFault("The log cannot be folded up to there, and what is shown is of before", error);
    }
  }

  function tick(): void {
    const passedMs = (performance.now() - lastTickAt) * speed;
    lastTickAt = performance.now();
    if (playback === undefined || isBusy || !isPlaying) return;
    target = playback.after(passedMs);
    void move(playback);
  }

  function change(apply: () => void): void {
    apply();
    if (playback !== undefined) show(playback);
  }

  function goTo(instant: number | undefined): void {
    if (playback === undefined || instant === undefined) return;
    target = instant;
    if (isBusy) show(playback);
    else void move(playback);
  }

  return {
    controls: {
      play: () => change(() => (isPlaying = true)),
      pause: () => change(() => (isPlaying = false)),
      changeSpeed: (next) => change(() => (speed = next)),
      goTo: (stop) => goTo(playback?.stops[stop]),
    },
    begin(log) {
      playback = log;
      goTo((log.stops[0] ?? 0) + HEAD_MS);
      setInterval(tick, TICK_MS);
    },
  };
}

async function pause(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 0));
}
