import { createHttp, type Query } from "@entrenous/protocol/http.ts";
import { ManualTime, settle } from "@entrenous/protocol/testing/manual-time.ts";
import { expect, test } from "vitest";
import { EMPTY_STATE } from "../testing/empty-state.ts";
import { PollLink } from "./poll-link.ts";
import { Session } from "./session.ts";

/** What `fetch` gives, without the turns of the event loop that a real body takes to be read. */
function reply(status: number, body: object) {
  return { status, ok: status === 200, json: async () => body, text: async () => JSON.stringify(body) };
}

/** A link whose server answers what `answer` gives (a number is a status, undefined no answer), and when it was asked. */
function world(random: () => number, query?: Query) {
  const time = new ManualTime();
  const server: { answer: object | number | undefined } = { answer: undefined };
  const asked: number[] = [];
  const addresses: string[] = [];
  const http = createHttp({
    baseUrl: "https://chat.example",
    bearer: () => "tok_1",
    fetch: (async (address: string) => {
      if (address.endsWith("/session")) return reply(200, { token: "tok_1", state: EMPTY_STATE });
      asked.push(time.now());
      addresses.push(address);
      if (server.answer === undefined) throw new TypeError("network");
      return typeof server.answer === "number"
        ? reply(server.answer, { code: "unavailable", message: "", retry_after_ms: 9_000 })
        : reply(200, server.answer);
    }) as unknown as typeof fetch,
  });
  const place = { read: () => "tok_1", write: () => {} };
  const introduce = () => ({ page: { url: "https://shop.example/" }, identity: {} });
  const session = new Session(http, "a".repeat(40), place, introduce, time);
  const events = { onState: () => {}, onFrame: () => {} };
  const link = new PollLink(http, session, events, time, random, query);
  const start = async () => {
    link.start();
    for (let turn = 0; turn < 5; turn++) await settle(); // The session is asked for once, before the first question.
  };
  /** The waits between questions from now on, in ms. */
  const waits = async (forMs: number) => {
    asked.splice(0, Math.max(0, asked.length - 1));
    await time.advance(forMs);
    return asked.slice(1).map((at, index) => at - (asked[index] ?? 0));
  };
  return { time, server, asked, addresses, link, start, waits };
}

test("what the page's form asks is asked of the state", async () => {
  const { start, addresses } = world(() => 1, { asks_group: "true" });
  await start();
  expect(addresses).toEqual(["https://chat.example/api/visitor/state?asks_group=true"]);
});

test("a server that does not answer is asked less and less often, up to once a minute", async () => {
  const { start, waits } = world(() => 1);
  await start();
  expect(await waits(240_000)).toEqual([4_000, 8_000, 16_000, 32_000, 60_000, 60_000, 60_000]);
});

test("every wait is drawn anew between nothing and its longest, so that a crowd spreads", async () => {
  const draws = [0.25, 0.75, 0.5, 0.125];
  let at = 0;
  const { start, waits } = world(() => draws[at++] ?? 1);
  await start();
  expect(await waits(20_000)).toEqual([1_000, 6_000, 8_000, 4_000]);
});

test("as soon as it answers the usual pace is back, and the next loss begins small again", async () => {
  const { start, server, time, waits } = world(() => 1);
  await start();
  await time.advance(30_000); // The next question is due at 60 s.
  server.answer = EMPTY_STATE;
  await time.advance(30_000);
  expect(await waits(12_000)).toEqual([4_000, 4_000, 4_000]);
  server.answer = undefined;
  expect((await waits(17_000)).slice(-2)).toEqual([4_000, 8_000]);
});

test("a server that says when to come again is not asked before", async () => {
  const { start, server, waits } = world(() => 0.5);
  server.answer = 503;
  await start();
  expect(await waits(25_000)).toEqual([11_000, 13_000]);
});

test("waking asks at once, and a failure then does not begin small again", async () => {
  const { link, start, time, asked, waits } = world(() => 1);
  await start();
  await time.advance(30_000); // Four failures: the next wait is 32 s.
  const before = asked.length;
  link.wake();
  await time.advance(0);
  expect(asked).toHaveLength(before + 1);
  expect(await waits(60_000)).toEqual([60_000]);
});

test("stop leaves no timer behind", async () => {
  const { link, start, time } = world(() => 1);
  await start();
  await time.advance(5_000);
  link.stop();
  expect(time.waiting).toBe(0);
});
