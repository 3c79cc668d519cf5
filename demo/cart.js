/** The cart as it stands in the address: `lune-16.2_galet-9.1`. */
import { CATALOGUE } from "/demo/catalogue.js";

/** The parameter's name. */
export const CART = "cart";
const MOST = 20;

/** Items with their numbers, in the order in which they were added; unknown items are left out. */
export function linesOf(words) {
  const lines = new Map();
  for (const word of words.split("_")) {
    const [item, number] = word.split(".");
    if (Object.hasOwn(CATALOGUE, item) && Number(number) >= 1) lines.set(item, atMost(number));
  }
  return lines;
}

/** The reverse of `linesOf`. */
export function wordsOf(lines) {
  return [...lines].map(([item, number]) => `${item}.${number}`).join("_");
}

/** A copy with so many more of an item. */
export function addLine(lines, item, number) {
  return setLine(lines, item, (lines.get(item) ?? 0) + number);
}

/** A copy with so many of an item; none takes it out. */
export function setLine(lines, item, number) {
  const next = new Map(lines);
  if (number >= 1) next.set(item, atMost(number));
  else next.delete(item);
  return next;
}

/** In euros. */
export function totalOf(lines) {
  return [...lines].reduce((sum, [item, number]) => sum + CATALOGUE[item].price * number, 0);
}

function atMost(number) {
  return Math.min(Math.floor(Number(number)), MOST);
}
