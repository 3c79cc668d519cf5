/** The longest text until the server has told its own limit. */
export const TEXT_CHARS = 4_000;

/** Characters as the server counts them (code points). */
export function countChars(text: string): number {
  return Array.from(text).length;
}
