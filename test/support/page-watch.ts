import type { Page } from "playwright-core";

/** What a page did that it must not: errors, and requests to elsewhere. */
export function watch(page: Page, home: string): string[] {
  const troubles: string[] = [];
  page.on("pageerror", (error) => troubles.push(`error: ${error.message}`));
  page.on("console", (message) => {
    if (message.type() === "error") troubles.push(`console: ${message.text()}`);
  });
  page.on("request", (request) => {
    if (!request.url().startsWith(home)) troubles.push(`elsewhere: ${request.url()}`);
  });
  return troubles;
}
