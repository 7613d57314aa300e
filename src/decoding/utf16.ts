const PAIRS_MIN = 4;

/** Whether bytes look like plain text in UTF-16: every second byte is zero then, the even ones or the odd ones. */
export function looksLikeUtf16(bytes: Uint8Array, pairsMin = PAIRS_MIN): boolean {
  const pairs = Math.floor(bytes.length / 2);
  if (pairs < pairsMin) return false;
  const zeros = [0, 0];
  for (let at = 0; at < 2 * pairs; at += 1) if (bytes[at] === 0) zeros[at % 2] = (zeros[at % 2] ?? 0) + 1;
  const [less = 0, more = 0] = zeros.sort((left, right) => left - right);
  return more > 0.7 * pairs && less < 0.1 * pairs;
}
