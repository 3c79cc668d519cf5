/** Characters as the server counts them (code points). */
export function countChars(text: string): number {
  return Array.from(text).length;
}
