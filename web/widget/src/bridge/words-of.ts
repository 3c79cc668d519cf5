/** The language whose catalogue serves a known code: Brazil reads the Portuguese words. */
export function wordsOf(code: string): string {
  return code === "br" ? "pt" : code;
}
