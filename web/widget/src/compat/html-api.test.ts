import { afterEach, beforeEach, expect, it } from "vitest";
import { createHtmlApi, type HtmlApi } from "./html-api.ts";

let done: string[];
let api: HtmlApi;

beforeEach(() => {
  done = [];
  api = createHtmlApi({
    open: () => done.push("open"),
    pass: (name, [text]) => done.push(`${name} ${text}`),
  });
});

afterEach(() => {
  api.release();
  document.body.replaceChildren();
});

function add(attributes: Record<string, string>, parent: Element = document.body): HTMLElement {
  const button = document.createElement("button");
  for (const [name, value] of Object.entries({ "data-api": "smartsupp", ...attributes })) {
    button.setAttribute(name, value);
  }
  parent.append(button);
  return button;
}

it("opens, pre-fills and sends", () => {
  api.apply(document);
  add({ "data-operation": "open" }).click();
  add({ "data-operation": "open", "data-text": "hi" }).click();
  add({ "data-operation": "send", "data-text": "yes" }).click();
  expect(done).toEqual(["open", "open", "chat:message hi", "open", "chat:send yes"]);
});

it("answers for what is inside the element, and ignores what is incomplete or not ours", () => {
  api.apply(document);
  const button = add({ "data-operation": "open" });
  const inside = document.createElement("i");
  button.append(inside);
  inside.click();
  add({ "data-operation": "send" }).click();
  add({ "data-operation": "dance" }).click();
  add({ "data-operation": "open", "data-api": "other" }).click();
  expect(done).toEqual(["open"]);
});

it("may be applied again and to nested roots: a click counts once", () => {
  const section = document.createElement("section");
  document.body.append(section);
  api.apply(document);
  api.apply(document);
  api.apply(section);
  add({ "data-operation": "open" }, section).click();
  expect(done).toEqual(["open"]);
});

it("listens no more once it is released", () => {
  api.apply(document);
  const button = add({ "data-operation": "open" });
  api.release();
  button.click();
  expect(done).toEqual([]);
});
