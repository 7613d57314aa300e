import { render } from "preact";

import { connect } from "./connect";
import { Frame } from "./parts/frame";
import { followLinks, place } from "./place";
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

function Page() {
  const state = connection.value;
  document.documentElement.dataset["connection"] = state;
  if (state === "denied") return <SignIn />;
  const { path } = place.value;
  if (path === "/wall") return <Wall />;
  return (
    <Frame>
      <View path={path} />
    </Frame>
  );
}

function View({ path }: { readonly path: string }) {
  const [, id] = /^\/conversations\/(.+)$/.exec(path) ?? [];
  if (id !== undefined) return <Conversation key={id} id={decodeURIComponent(id)} />;
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
            Go to the <a href="/">queues</a>.
          </p>
        </>
      );
  }
}

applySettings();
followLinks();
connect();
const page = document.getElementById("page");
if (page !== null) render(<Page />, page);
