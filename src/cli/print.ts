/** Control characters, those of eight bits too, and those that turn the direction of text; not a line's end. */
const OBEYED = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g;

/** Prints text on standard output. What a terminal would obey is shown instead, as JSON spells it. */
export function printOut(text: string): void {
  process.stdout.write(shown(text));
}

/** Prints text on standard error, as `printOut` does. */
export function printError(text: string): void {
  process.stderr.write(shown(text));
}

/** Lines of text with nothing in them that a terminal obeys. */
export function shown(text: string): string {
  return text.replace(OBEYED, escaped);
}

/** A value from a log, a file's name or the like, within a line: a line's end in it is shown, too. */
export function visible(value: string): string {
  return shown(value).replaceAll("\n", "\\n");
}

/** Rows of cells as lines with columns of one width, each to its left or its right. */
export function alignRows(rows: readonly (readonly string[])[], isLeft: (column: number) => boolean): string[] {
  const widths = (rows[0] ?? []).map((_, column) =>
    rows.reduce((most, row) => Math.max(most, row[column]?.length ?? 0), 0),
  );
  return rows.map((row) =>
    row
      .map((cell, column) => (isLeft(column) ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join("  ")
      .trimEnd(),
  );
}

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

const WIDTH_USUAL = 80;

/** How many columns the terminal has; 80 where the output is none. */
export function terminalWidth(): number {
  return process.stdout.isTTY ? process.stdout.columns : WIDTH_USUAL;
}
