import { formatInstant } from "../format";
import { playback, playbackFault, type PlaybackControls, type PlaybackState } from "../playback";
import { zone } from "../settings";

const SPEEDS = [1, 10, 60, 300];

/** Plays a recorded log: goes on, stops, goes faster, and to any time of its day. Where it cannot, it says why. */
export function PlaybackBar({ controls }: { readonly controls: PlaybackControls }) {
  const [state, fault] = [playback.value, playbackFault.value];
  return (
    <>
      {fault !== undefined && (
        <p class="trust bad" role="alert">
          <strong>! {fault}</strong>
        </p>
      )}
      {state !== undefined && <Bar state={state} controls={controls} />}
      {state === undefined && fault === undefined && (
        <p class="trust plain" role="status">
          Unpacking the day…
        </p>
      )}
    </>
  );
}

function Bar({ state, controls }: { readonly state: PlaybackState; readonly controls: PlaybackControls }) {
  const { isPlaying, isBusy, speed, stops, stop } = state;
  const last = stops.length - 1;
  const isOver = stop === last;
  return (
    <section class="playback" aria-label="Playback">
      <button type="button" class="play" disabled={isOver} onClick={isPlaying ? controls.pause : controls.play}>
        <span aria-hidden="true">{isPlaying ? "❚❚" : "▶"}</span> {isPlaying ? "Pause" : "Play"}
      </button>
      <label>
        <span class="unseen">Speed</span>
        <select value={speed} onChange={({ currentTarget }) => controls.changeSpeed(Number(currentTarget.value))}>
          {SPEEDS.map((one) => (
            <option key={one} value={one}>
              {one} ×
            </option>
          ))}
        </select>
      </label>
      <label class="day">
        <span>Time of day</span>
        <input
          type="range"
          min={0}
          max={last}
          value={stop}
          aria-valuetext={formatInstant(stops[stop], zone.value)}
          onInput={({ currentTarget }) => controls.goTo(Number(currentTarget.value))}
        />
      </label>
      <button type="button" disabled={isOver} onClick={() => controls.goTo(last)}>
        To the end
      </button>
      <span class="quiet" role="status">
        {isBusy ? "Folding…" : ""}
      </span>
      <About />
    </section>
  );
}

function About() {
  return (
    <details>
      <summary>About this demo</summary>
      <p>
        A simulated day, folded in this page by the code that folds live; nothing is sent or fetched. Long silences are
        left out. A live board has an API, sign-in and the age of its data beside; here there is no server to have them.
      </p>
    </details>
  );
}
