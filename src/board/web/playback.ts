import { signal } from "@preact/signals";

/** How a recorded log is being played in the page. */
export interface PlaybackState {
  readonly isPlaying: boolean;
  /** How many seconds of the log pass in one. */
  readonly speed: number;
  /** Instants that can be gone to, in order. */
  readonly stops: readonly number[];
  /** Which of them is shown, or was passed last. */
  readonly stop: number;
  /** Whether it is being folded up to where somebody asked to go. */
  readonly isBusy: boolean;
}

/** What can be done with a log that is played. */
export interface PlaybackControls {
  readonly play: () => void;
  readonly pause: () => void;
  readonly changeSpeed: (speed: number) => void;
  readonly goTo: (stop: number) => void;
}

/** How it stands; undefined where nothing is played in the page. */
export const playback = signal<PlaybackState | undefined>(undefined);

/** Why the log cannot be played, in words; undefined where it can. */
export const playbackFault = signal<string | undefined>(undefined);

/** Says that the log cannot be played: what was to be done, and why it failed. */
export function showFault(what: string, error: unknown): void {
  playbackFault.value = `${what}: ${error instanceof Error ? error.message : String(error)}`;
}
