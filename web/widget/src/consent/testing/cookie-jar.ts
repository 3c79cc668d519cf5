/** Cookies as a browser keeps them, by name, domain and path; the test's document removes none in the same moment. */
import { vi } from "vitest";

/** Scripts remove a cookie with an end in the past, and nobody means a time before this one by accident. */
const LONG_AGO = Date.UTC(2001, 0);

export interface CookieJar {
  /** Names in the jar, one for each place. */
  names(): string[];
  /** The last text written for a name. */
  written(name: string): string | undefined;
}

/** Takes the place of `document.cookie` until mocks are restored. */
export function serveCookies(): CookieJar {
  const jar = new Map<string, { readonly name: string; readonly value: string }>();
  const texts = new Map<string, string>();
  vi.spyOn(document, "cookie", "get").mockImplementation(() =>
    [...jar.values()].map(({ name, value }) => `${name}=${value}`).join("; "),
  );
  vi.spyOn(document, "cookie", "set").mockImplementation((text: string) => {
    const [pair = "", ...attributes] = text.split(";").map((part) => part.trim());
    const at = pair.indexOf("=");
    const name = pair.slice(0, at);
    const attribute = (key: string) =>
      attributes.find((one) => one.toLowerCase().startsWith(`${key}=`))?.slice(key.length + 1);
    const place = [name, attribute("domain") ?? "", attribute("path") ?? ""].join("\n");
    texts.set(name, text);
    const life = attribute("max-age");
    const end = attribute("expires");
    const isOver = life === undefined ? end !== undefined && Date.parse(end) < LONG_AGO : Number(life) <= 0;
    if (isOver) jar.delete(place);
    else jar.set(place, { name, value: pair.slice(at + 1) });
  });
  return {
    names: () => [...jar.values()].map(({ name }) => name),
    written: (name) => texts.get(name),
  };
}
