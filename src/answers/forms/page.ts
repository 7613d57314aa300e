const STYLE = `body{font:14px/1.4 system-ui,sans-serif;margin:1.5rem;color:#1a1a1a;background:#fff}
h1{font-size:1.3rem}h2{font-size:1.05rem;margin-top:2rem}.wide{overflow-x:auto}
table{border-collapse:collapse}th,td{padding:.2rem .6rem;border-bottom:1px solid #ddd;text-align:right;white-space:nowrap}
th{position:sticky;top:0;background:#f2f2f2}th.name,td.name{text-align:left}tr.total{font-weight:600;background:#f7f7f7}
dt{font-weight:600}dd{margin:0 0 .3rem}.broken{color:#a40000;font-weight:600}
@media (prefers-color-scheme:dark){body{color:#eee;background:#161616}th{background:#262626}tr.total{background:#202020}th,td{border-color:#444}.broken{color:#ff8a80}}`;

/** A page that needs nothing else: no script, nothing that is fetched. */
export function pageOf(title: string, parts: readonly string[]): string {
  return [
    '<!doctype html><html lang="en"><head><meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">`,
    '<meta name="viewport" content="width=device-width,initial-scale=1">',
    `<title>${escaped(title)}</title><style>${STYLE}</style></head><body><main><h1>${escaped(title)}</h1>`,
    ...parts,
    "</main></body></html>\n",
  ].join("\n");
}

/** Facts with their names. */
export function factsHtml(facts: readonly (readonly [name: string, text: string])[]): string {
  return `<dl>${facts.map(([name, text]) => `<dt>${escaped(name)}</dt><dd>${escaped(text)}</dd>`).join("")}</dl>`;
}

/** A row of a table: what it is of, then its numbers. */
export interface HtmlRow {
  readonly names: readonly string[];
  readonly numbers: readonly string[];
  readonly isTotal?: boolean;
}

/** A table under its title, in a region that scrolls. */
export function tableHtml(title: string, heads: Pick<HtmlRow, "names" | "numbers">, rows: readonly HtmlRow[]): string {
  const names = heads.names.map((name) => `<th class="name" scope="col">${escaped(name)}</th>`);
  const numbers = heads.numbers.map((name) => `<th scope="col">${escaped(name)}</th>`);
  const lines = rows.map((row) => {
    const cells = row.numbers.map((cell) => `<td>${escaped(cell)}</td>`).join("");
    const kind = row.isTotal === true ? ' class="total"' : "";
    return `<tr${kind}>${row.names.map((name) => `<td class="name">${escaped(name)}</td>`).join("")}${cells}</tr>`;
  });
  const head = `<thead><tr>${names.join("")}${numbers.join("")}</tr></thead>`;
  return `<h2>${escaped(title)}</h2><div class="wide" tabindex="0" role="region" aria-label="${escaped(title)}"><table>${head}<tbody>${lines.join("\n")}</tbody></table></div>`;
}

const ENTITIES: ReadonlyMap<string, string> = new Map([
  ["&", "&amp;"],
  ["<", "&lt;"],
  [">", "&gt;"],
  ['"', "&quot;"],
  ["'", "&#39;"],
]);

/** A text that is no markup. */
export function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES.get(character) ?? "");
}
