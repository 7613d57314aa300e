import { signal } from "@preact/signals";

const query = typeof matchMedia === "function" ? matchMedia("(max-width: 640px)") : undefined;

/** Whether the page is as narrow as a phone. */
export const isNarrow = signal(query?.matches ?? false);

query?.addEventListener("change", ({ matches }) => (isNarrow.value = matches));
