import { afterEach, describe, expect, it, vi } from "vitest";
import { createCalls } from "./calls.ts";

const calls = createCalls("https://chat.example", "c".repeat(40));

function serve(answer: Response | Error) {
  const asked = vi.fn(async (_url: string, _init: RequestInit) => {
    if (answer instanceof Error) throw answer;
    return answer;
  });
  vi.stubGlobal("fetch", asked);
  return asked;
}

afterEach(() => {
  vi.unstubAllGlobals();
});

describe("calls", () => {
  it("carry the scope and neither cookies nor the page's address", async () => {
    const asked = serve(new Response(null, { status: 204 }));
    expect(await calls.visits(3, "token")).toEqual({ kind: "done", value: {} });
    const [url, init] = asked.mock.calls[0] ?? [];
    expect(url).toBe(`https://chat.example/api/sites/${"c".repeat(40)}/visits`);
    expect(init).toMatchObject({
      method: "POST",
      credentials: "omit",
      referrerPolicy: "no-referrer",
      headers: { authorization: "Scope token" },
      body: '{"count":3}',
    });
  });

  it("read tokens, and leave out what is none", async () => {
    serve(Response.json({ scopes: { statistics: "a", marketing: 7, other: "b" } }));
    expect(await calls.scopes("s", "ce_1")).toEqual({ kind: "done", value: { statistics: "a" } });
  });

  it.each([
    ["no network", new TypeError("network"), "later"],
    ["a server in trouble", new Response("", { status: 503 }), "later"],
    ["too many", new Response("", { status: 429 }), "later"],
    ["a proxy's page", new Response("<p>hello", { status: 200 }), "later"],
    ["no right", new Response("{}", { status: 403 }), "refused"],
    ["a wrong form", new Response("{}", { status: 422 }), "refused"],
  ])("%s", async (_, answer, kind) => {
    serve(answer);
    expect(await calls.scopes("s", "ce_1")).toEqual({ kind });
  });
});
