/** Compressed bytes that are damaged, or come to more than is allowed. It is thrown before that much memory is taken. */
export class CompressionError extends Error {
  override readonly name = "CompressionError";
}

/** The error of a stream of some kind that is not whole, or not of that kind. */
export function damaged(kind: string): CompressionError {
  return new CompressionError(`the ${kind} data break off or are damaged`);
}

/** The error of a stream that comes to more than is allowed. */
export function tooLarge(kind: string, bytesMax: number): CompressionError {
  return new CompressionError(`the ${kind} data come to more than ${String(bytesMax)} bytes`);
}
