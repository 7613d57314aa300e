/** No character takes more bytes in UTF-8. */
const CHARACTER_BYTES_MAX = 3;
const NEWLINE = 0x0a;

/** How many bytes a text may take as a line. */
export function lineBytesMax(text: string): number {
  return text.length * CHARACTER_BYTES_MAX + 1;
}

/** Writes a text as a line where there is room for it; returns where it ends. The text is not joined with its end: that would copy it. */
export function putLine(text: string, buffer: Buffer, at: number): number {
  const end = at + buffer.write(text, at);
  buffer[end] = NEWLINE;
  return end + 1;
}
