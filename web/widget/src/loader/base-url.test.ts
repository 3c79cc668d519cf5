import { afterEach, expect, it, vi } from "vitest";
import { baseOf, findBaseUrl } from "./base-url.ts";

function addScript(src: string): HTMLScriptElement {
  const script = document.createElement("script");
  script.type = "text/plain";
  script.src = src;
  document.head.append(script);
  return script;
}

afterEach(() => {
  document.head.replaceChildren();
  document.body.replaceChildren();
});

it.each([
  ["https://chat.example.com/loader.js", "https://chat.example.com"],
  ["http://chat.example.com:8080/loader.js?", "http://chat.example.com:8080"],
  ["https://chat.example.com/prefix/loader.js?v=/loader.js#x", "https://chat.example.com/prefix"],
  ["file:///saved/page_files/loader.js", "file:///saved/page_files"],
  ["https://chat.example.com/other.js?/loader.js", undefined],
  ["https://chat.example.com/downloader.js", undefined],
  ["", undefined],
])("%s → %s", (src, base) => {
  expect(baseOf(src)).toBe(base);
});

it("the running script answers first", () => {
  addScript("https://other.example.com/loader.js");
  const own = addScript("https://chat.example.com/loader.js");
  addScript("https://third.example.com/loader.js");
  vi.spyOn(Document.prototype, "currentScript", "get").mockReturnValue(own);
  expect(findBaseUrl()).toBe("https://chat.example.com");
});

it("without a running script the last loader in the page answers", () => {
  addScript("https://old.example.com/loader.js");
  addScript("https://chat.example.com/loader.js?x=1");
  addScript("https://cdn.example.com/jquery.js");
  expect(findBaseUrl()).toBe("https://chat.example.com");
});

it("an element that takes the name currentScript is no script", () => {
  addScript("https://chat.example.com/loader.js");
  const image = document.createElement("img");
  vi.spyOn(Document.prototype, "currentScript", "get").mockReturnValue(image as unknown as HTMLScriptElement);
  expect(findBaseUrl()).toBe("https://chat.example.com");
});
