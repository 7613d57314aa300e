import { useSignal } from "@preact/signals";

import { signIn } from "../connect";

/** Asks for the token, once. */
export function SignIn() {
  const token = useSignal("");
  const trouble = useSignal("");
  const submit = (event: Event) => {
    event.preventDefault();
    signIn(token.value).catch(
      (error: unknown) => (trouble.value = error instanceof Error ? error.message : String(error)),
    );
  };
  return (
    <main class="sign-in">
      <h1 tabindex={-1}>convofold</h1>
      <form onSubmit={submit}>
        <label>
          Token
          <input
            type="password"
            autocomplete="current-password"
            value={token.value}
            onInput={({ currentTarget }) => (token.value = currentTarget.value)}
          />
        </label>
        <button type="submit">Show the board</button>
        {trouble.value !== "" && (
          <p class="state bad" role="alert">
            ! {trouble.value}
          </p>
        )}
      </form>
      <p class="quiet">Whoever runs this server knows it. It is remembered on this screen for a year.</p>
    </main>
  );
}
