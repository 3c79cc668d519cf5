/** The shop's own script: the cart, and the button that opens the chat with a question in it. */
import { addLine, CART, linesOf, setLine, totalOf, wordsOf } from "/demo/cart.js";
import { CATALOGUE } from "/demo/catalogue.js";

const language = document.documentElement.lang;
const euros = new Intl.NumberFormat(language, { style: "currency", currency: "EUR" });
/** The cart stands in the page's address, so that the shop stores nothing in the browser. */
let lines = linesOf(new URL(location.href).searchParams.get(CART) ?? "");

/** An address of this shop with the cart in it. */
function withCart(address) {
  const url = new URL(address, location.href);
  const words = wordsOf(lines);
  if (words) url.searchParams.set(CART, words);
  else url.searchParams.delete(CART);
  return url;
}

function showCart() {
  const count = [...lines.values()].reduce((sum, one) => sum + one, 0);
  for (const badge of document.querySelectorAll("[data-cart-count]")) {
    badge.textContent = String(count);
    badge.hidden = count === 0;
  }
  for (const link of document.querySelectorAll("a[href^='/demo/']")) {
    const { pathname, search, hash } = withCart(link.href);
    link.setAttribute("href", pathname + search + hash);
  }
  const cart = [...lines].map(([item, number]) => `${number} × ${CATALOGUE[item][language]}`).join(", ");
  window.smartsupp("variables", {
    cart: { label: language === "fr" ? "Panier" : "Cart", value: cart || "–" },
  });
}

/** A new element with text and attributes. */
function make(name, text, attributes = {}) {
  const made = document.createElement(name);
  if (text !== undefined) made.textContent = text;
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}

/** One row of the cart's table. */
function row(item, number, removeText) {
  const sold = CATALOGUE[item];
  const name = sold[language];
  const line = make("tr");
  const head = make("th", undefined, { scope: "row" });
  head.append(
    make("a", name, { href: pageOf(sold.bowl) }),
    make("span", euros.format(sold.price), { class: "unit-price" }),
  );
  const count = make("input", undefined, { type: "number", min: "0", max: "20", value: String(number) });
  count.setAttribute("aria-label", name);
  count.addEventListener("change", () => change(item, Number(count.value)));
  const cell = make("td");
  cell.append(count);
  const remove = make("button", "×", { type: "button", "aria-label": removeText.replace("{name}", name) });
  remove.addEventListener("click", () => change(item, 0));
  const last = make("td");
  last.append(remove);
  line.append(head, cell, make("td", euros.format(sold.price * number)), last);
  return line;
}

function pageOf(bowl) {
  return language === "fr" ? `/demo/fr/bols/${bowl}/` : `/demo/bowls/${bowl}/`;
}

/** The cart's page: everything in it, or the words for an empty one. */
function showLines() {
  const cart = document.querySelector("[data-cart]");
  if (!cart) return;
  const isEmpty = lines.size === 0;
  cart.hidden = isEmpty;
  document.querySelector("[data-cart-empty]").hidden = !isEmpty;
  const rows = [...lines].map(([item, number]) => row(item, number, cart.dataset.remove));
  cart.querySelector("[data-cart-lines]").replaceChildren(...rows);
  cart.querySelector("[data-cart-total]").textContent = euros.format(totalOf(lines));
}

function change(item, number) {
  lines = setLine(lines, item, number);
  history.replaceState(null, "", withCart(location.href));
  showLines();
  showCart();
}

document.querySelector("[data-add]")?.addEventListener("submit", (event) => {
  event.preventDefault();
  const form = new FormData(event.target);
  lines = addLine(lines, String(form.get("item")), Number(form.get("count")));
  location.assign(withCart(event.target.action));
});

document.querySelector("[data-order]")?.addEventListener("click", () => {
  const said = document.querySelector("[data-ordered]");
  said.textContent = said.dataset.ordered;
});

for (const button of document.querySelectorAll("[data-ask]")) {
  button.addEventListener("click", () => {
    window.smartsupp("chat:message", button.dataset.ask);
    window.smartsupp("chat:open");
  });
}

showLines();
showCart();
