import { render } from "preact";
import { useEffect } from "preact/hooks";

import { shortId } from "./format";
import { Frame } from "./parts/frame";
import { PlaybackBar } from "./parts/playback-bar";
import { followLinks, linkTo, place } from "./place";
import type { PlaybackControls } from "./playback";
import { applySettings } from "./settings";
import { connection } from "./store";
import "./styles.css";
import { Breaches } from "./views/breaches";
import { Callbacks } from "./views/callbacks";
import { Conversation } from "./views/conversation";
import { Conversations } from "./views/conversations";
import { Health } from "./views/health";
import { Queues } from "./views/queues";
import { SignIn } from "./views/sign-in";
import { Wall } from "./views/wall";

/** Shows the page. Where a log is played in it, `controls` do what its bar says. */
export function showPage(controls?: PlaybackControls): void {
  applySettings();
  followLinks();
  const page = document.getElementById("page");
  if (page !== null) render(<Page controls={controls} />, page);
}

function Page({ controls }: { readonly controls: PlaybackControls | undefined }) {
  const state = connection.value;
  document.documentElement.dataset["connection"] = state;
  const { path } = place.value;
  useEffect(() => {
    document.title = titleOf(state === "denied" ? "Sign in" : nameOf(path));
  }, [path, state]);
  if (state === "denied") return <SignIn />;
  if (path === "/wall") return <Wall />;
  return (
    <Frame bar={controls && <PlaybackBar controls={controls} />}>
      <View path={path} />
    </Frame>
  );
}

const NAMES: ReadonlyMap<string, string> = new Map([
  ["/", "Queues"],
  ["/breaches", "Breaches now"],
  ["/callbacks", "Callbacks"],
  ["/conversations", "Conversations"],
  ["/health", "Health"],
  ["/wall", "Wall"],
]);

function nameOf(path: string): string {
  const id = conversationIn(path);
  return id === undefined ? (NAMES.get(path) ?? "Nothing is here") : `Conversation ${shortId(id)}`;
}

const titleOf = (name: string) => `${name} · convofold`;

function conversationIn(path: string): string | undefined {
  const [, id] = /^\/conversations\/(.+)$/.exec(path) ?? [];
  return id === undefined ? undefined : decodeURIComponent(id);
}

function View({ path }: { readonly path: string }) {
  const id = conversationIn(path);
  if (id !== undefined) return <Conversation key={id} id={id} />;
  switch (path) {
    case "/":
      return <Queues />;
    case "/breaches":
      return <Breaches />;
    case "/callbacks":
      return <Callbacks />;
    case "/conversations":
      return <Conversations />;
    case "/health":
      return <Health />;
    default:
      return (
        <>
          <h1 tabindex={-1}>Nothing is here</h1>
          <p>
            Go to the <a href={linkTo("/")}>queues</a>.
          </p>
        </>
      );
  }
}
