/** The items in another order: each is overtaken by those less than `window` places behind it, as chance has it. */
export function overtaking<T>(items: readonly T[], window: number, random: () => number): readonly T[] {
  return items
    .map((item, at) => ({ item, place: at + random() * window }))
    .sort((a, b) => a.place - b.place)
    .map(({ item }) => item);
}
