/** The last item; `Array.prototype.at` is newer than the browsers that the code is checked for. */
export function last<T>(items: readonly T[]): T | undefined {
  return items[items.length - 1];
}
