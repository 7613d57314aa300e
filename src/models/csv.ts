/** A text as a cell: what a spreadsheet would take for a formula is kept from being one, by a quote before it. */
export function textCell(value: string): string {
  return /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
}

/** The cells of a line, separated by commas and quoted where they must be (RFC 4180); without the line's end. */
export function csvLine(cells: readonly string[]): string {
  return cells.map(quoted).join(",");
}

function quoted(cell: string): string {
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
