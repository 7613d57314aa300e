import { Fragment } from "preact";

/** A text that breaks between words only, not behind a hyphen: "After-call work" takes two lines, and not three. */
export function Words({ text }: { readonly text: string }) {
  return (
    <>
      {text.split(" ").map((word, index) => (
        <Fragment key={word}>
          {index > 0 && " "}
          {word.includes("-") ? <span class="whole">{word}</span> : word}
        </Fragment>
      ))}
    </>
  );
}
