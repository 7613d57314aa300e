const LONE_SURROGATE = /\p{Surrogate}/gu;

/**
 * A text with U+FFFD for each half of a surrogate pair that stands alone: JSON may escape one (`"\ud800"`), but no UTF-8 holds it,
 * and readers of JSON refuse the whole file.
 */
export function wellFormed(text: string): string {
  return /[\ud800-\udfff]/.test(text) ? text.replace(LONE_SURROGATE, "\ufffd") : text;
}
