import { signal } from "@preact/signals";

/** Whether the path of a view stands behind a `#`: a page that is opened from a file has no other paths. */
const isInHash = document.documentElement.dataset["addresses"] === "hash";

/** Where the page is: its address, so that each view can be linked to. */
export const place = signal(read());

function read(): { readonly path: string; readonly query: URLSearchParams } {
  const { pathname, search } = isInHash ? new URL(location.hash.slice(1) || "/", "http://page") : location;
  return { path: pathname, query: new URLSearchParams(search) };
}

/** The address of a view, for a link. */
export function linkTo(path: string): string {
  return isInHash ? `#${path}` : path;
}

/** Goes to a view. */
export function go(path: string): void {
  history.pushState(undefined, "", linkTo(path));
  place.value = read();
  scrollTo(0, 0);
  document.querySelector<HTMLElement>("h1")?.focus();
}

/** Writes a part of the query into the address, without a step back for each letter. */
export function setQuery(name: string, value: string | undefined): void {
  const query = new URLSearchParams(place.value.query);
  if (value === undefined || value === "") query.delete(name);
  else query.set(name, value);
  const text = query.toString();
  history.replaceState(undefined, "", linkTo(text === "" ? place.value.path : `${place.value.path}?${text}`));
  place.value = read();
}

/** Makes links of the page change the view instead of the page. */
export function followLinks(): void {
  addEventListener("popstate", () => (place.value = read()));
  document.addEventListener("click", (event) => {
    const link = (event.target as Element).closest("a");
    if (link === null || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (link.origin !== location.origin || link.target !== "" || link.pathname.startsWith("/api/")) return;
    event.preventDefault();
    if (link.hash === "#view") document.querySelector<HTMLElement>("h1")?.focus();
    else go(isInHash ? link.hash.slice(1) || "/" : link.pathname + link.search);
  });
}
