import { effect, signal } from "@preact/signals";

import { PALETTES } from "./palette";

type Theme = "auto" | "dark" | "light";

const kept = (name: string) => {
  try {
    return localStorage.getItem(name);
  } catch {
    return null;
  }
};

const keep = (name: string, value: string) => {
  try {
    localStorage.setItem(name, value);
  } catch {
    // A browser that keeps nothing still shows the board.
  }
};

/** The zone in which instants are shown. */
export const zone = signal(kept("zone") ?? Intl.DateTimeFormat().resolvedOptions().timeZone);

/** Dark, light, or as the system has it. */
export const theme = signal<Theme>((kept("theme") as Theme | null) ?? "auto");

/** Whether this screen showed the token, so that it can be signed out. */
export const isSignedIn = signal(kept("signedIn") === "true");

/** Every zone that the browser knows. */
export function allZones(): readonly string[] {
  return ["UTC", ...Intl.supportedValuesOf("timeZone").filter((one) => one !== "UTC")];
}

/** Keeps the settings, and gives the page its colours. */
export function applySettings(): void {
  const prefersLight = matchMedia("(prefers-color-scheme: light)");
  const isLight = signal(prefersLight.matches);
  prefersLight.addEventListener("change", ({ matches }) => (isLight.value = matches));
  effect(() => keep("zone", zone.value));
  effect(() => keep("signedIn", String(isSignedIn.value)));
  effect(() => {
    keep("theme", theme.value);
    const chosen = theme.value === "auto" ? (isLight.value ? "light" : "dark") : theme.value;
    const { style } = document.documentElement;
    for (const [name, colour] of Object.entries(PALETTES[chosen])) style.setProperty(`--${name}`, colour);
    style.colorScheme = chosen;
  });
}
