/** Removes the line breaks of style sheets in template strings; they are there for people only. */
export function oneLineStyles() {
  return {
    name: "one-line-styles",
    transform: (code, id) =>
      id.endsWith("launcher.ts")
        ? code.replace(/(_CSS = `)([^`]*)(`)/, (_, start, css, end) => start + css.replace(/\n/g, "") + end)
        : null,
  };
}
