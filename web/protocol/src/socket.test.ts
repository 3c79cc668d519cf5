import { describe, expect, test, vi } from "vitest";
import { SocketClient, type SocketOptions, type SocketState } from "./socket.ts";
import { FakeNetwork } from "./testing/fake-socket.ts";
import { ManualTime, settle } from "./testing/manual-time.ts";

type Client = { type: "hello"; ticket: string } | { type: "beat" } | { type: "say"; text: string };
type Server =
  | { type: "welcomed"; heartbeat_ms: number }
  | { type: "heartbeat" }
  | { type: "leaving"; retry_after_ms: number }
  | { type: "said"; text: string };

function world(overrides: Partial<SocketOptions<Client, Server>> = {}) {
  const time = new ManualTime();
  const network = new FakeNetwork();
  const states: SocketState[] = [];
  const frames: Server[] = [];
  let tickets = 0;
  let random = 0.5;
  const client = new SocketClient<Client, Server>({
    url: () => "wss://chat.example/ws",
    hello: () => ({ type: "hello", ticket: `t${++tickets}` }),
    beat: { type: "beat" },
    onFrame: (frame) => frames.push(frame),
    onState: (state) => states.push(state),
    onNotYou: () => {},
    world: { clock: time, timers: time, random: () => random, open: network.open },
    ...overrides,
  });
  const setRandom = (value: number) => {
    random = value;
  };
  const ready = async () => {
    network.last.accept();
    await settle();
    network.last.say({ type: "welcomed", heartbeat_ms: 15_000 });
  };
  return { time, network, states, frames, client, ready, setRandom };
}

describe("connecting", () => {
  test("says hello when open and is ready when welcomed", async () => {
    const { client, network, ready, states, frames } = world();
    client.start();
    expect(network.last.url).toBe("wss://chat.example/ws");
    await ready();
    expect(network.last.sent).toEqual([{ type: "hello", ticket: "t1" }]);
    expect(states.map((state) => state.kind)).toEqual(["connecting", "ready"]);
    expect(frames.map((frame) => frame.type)).toEqual(["welcomed"]);
  });

  test("sends nothing before it is welcomed", async () => {
    const { client, network } = world();
    client.start();
    network.last.accept();
    await settle();
    expect(client.send({ type: "say", text: "early" })).toBe(false);
    expect(network.last.sent).toHaveLength(1);
  });

  test("gives up a socket that opened and answers nothing to hello within 5 s", async () => {
    const { client, network, time } = world();
    client.start();
    await time.advance(3_000);
    network.last.accept();
    await time.advance(4_999);
    expect(client.state.kind).toBe("connecting");
    await time.advance(1);
    expect(network.last.closed).toBe(true);
    expect(client.state).toMatchObject({ kind: "waiting", mute: true });
  });

  test("gives up a socket that does not open within 10 s", async () => {
    const { client, network, time } = world();
    client.start();
    await time.advance(9_999);
    expect(client.state.kind).toBe("connecting");
    await time.advance(1);
    expect(network.last.closed).toBe(true);
    expect(client.state).toMatchObject({ kind: "waiting", mute: true });
  });

  test("a socket that is welcomed late but in time is not given up afterwards", async () => {
    const { client, time, ready } = world();
    client.start();
    await time.advance(9_000);
    await ready();
    await time.advance(10_000);
    expect(client.state).toEqual({ kind: "ready", quiet: false });
  });

  test("a hello that cannot be made is a failed attempt", async () => {
    const { client, network } = world({ hello: () => Promise.reject(new Error("offline")) });
    client.start();
    network.last.accept();
    await settle();
    expect(client.state.kind).toBe("waiting");
  });

  test("an address forbidden by the page's policy is a failed attempt, not an exception", () => {
    const { client, network } = world();
    network.forbidden = true;
    expect(() => client.start()).not.toThrow();
    expect(client.state.kind).toBe("waiting");
  });
});

describe("coming back", () => {
  test("waits with full jitter up to 60 s and asks for a new hello each time", async () => {
    const { client, network, time, setRandom } = world();
    setRandom(0.999_999);
    client.start();
    const waits: number[] = [];
    for (let n = 0; n < 9; n++) {
      network.last.cut();
      const { state } = client;
      if (state.kind !== "waiting") throw new Error(state.kind);
      waits.push(Math.round((state.until - time.now()) / 1000));
      await time.advance(state.until - time.now() + 1);
    }
    expect(waits).toEqual([1, 2, 4, 8, 16, 32, 60, 60, 60]);
    network.last.accept();
    await settle();
    expect(network.last.sent).toEqual([{ type: "hello", ticket: "t1" }]);
  });

  test("a random of zero comes back at once", async () => {
    const { client, network, time, setRandom } = world();
    setRandom(0);
    client.start();
    network.last.cut();
    await time.advance(0);
    expect(network.sockets).toHaveLength(2);
  });

  test("a welcome begins the count anew", async () => {
    const { client, network, ready } = world();
    client.start();
    for (let n = 0; n < 4; n++) {
      network.last.cut();
      client.wake();
    }
    await ready();
    network.last.cut();
    expect(client.state).toMatchObject({ kind: "waiting", attempt: 1 });
  });

  test("the hint of `leaving` replaces the jitter once", async () => {
    const { client, network, time, ready } = world();
    client.start();
    await ready();
    network.last.say({ type: "leaving", retry_after_ms: 7_000 });
    network.last.cut(1012);
    expect(client.state).toMatchObject({ kind: "waiting", until: time.now() + 7_000 });
    await time.advance(7_000);
    network.last.cut();
    expect(client.state).toMatchObject({ until: time.now() + 1_000 });
  });

  test("wake ends the wait", async () => {
    const { client, network } = world();
    client.start();
    network.last.cut();
    client.wake();
    expect(network.sockets).toHaveLength(2);
    expect(client.state.kind).toBe("connecting");
  });

  test("too many frames (4429) wait longer than a plain loss", async () => {
    const { client, network, time, ready } = world();
    client.start();
    await ready();
    network.last.cut(4429);
    expect(client.state).toMatchObject({ kind: "waiting", until: time.now() + 8_000 });
  });

  test("a reader that was too slow (4408) comes back like after a loss", async () => {
    const { client, network, time, ready } = world();
    client.start();
    await ready();
    network.last.cut(4408);
    expect(client.state).toMatchObject({ kind: "waiting", attempt: 1, until: time.now() + 500 });
  });

  test("a network that went ends the connection at once, as far as the client is concerned", async () => {
    const { client, network, time, ready } = world();
    client.start();
    await ready();
    const socket = network.last;
    client.lost();
    expect(socket.closed).toBe(true);
    expect(client.state).toMatchObject({ kind: "waiting", attempt: 1, mute: false });
    client.lost();
    expect(client.state).toMatchObject({ attempt: 1 });
    await time.advance(500);
    expect(network.sockets).toHaveLength(2);
  });

  test("an older socket's late events change nothing", async () => {
    const { client, network, time, ready, frames } = world();
    client.start();
    const old = network.last;
    old.cut();
    await time.advance(1_000);
    await ready();
    const count = frames.length;
    old.say({ type: "said", text: "ghost" });
    old.onclose?.({ code: 1006 });
    expect(client.state.kind).toBe("ready");
    expect(frames).toHaveLength(count);
  });
});

describe("credentials", () => {
  test("4401 asks for another credential and connects again", async () => {
    const onNotYou = vi.fn();
    const { client, network, time, ready } = world({ onNotYou });
    client.start();
    await ready();
    network.last.cut(4401);
    await time.advance(1_000);
    expect(onNotYou).toHaveBeenCalledOnce();
    expect(network.sockets).toHaveLength(2);
  });

  test("the next attempt waits for the other credential", async () => {
    let renewed = () => {};
    const onNotYou = () => new Promise<void>((resolve) => (renewed = resolve));
    const { client, network, time } = world({ onNotYou });
    client.start();
    network.last.cut(4401);
    await time.advance(60_000);
    expect(network.sockets).toHaveLength(1);
    renewed();
    await time.advance(0);
    expect(network.sockets).toHaveLength(2);
  });

  test("a credential that cannot be renewed stops the client", async () => {
    const { client, network, time } = world({ onNotYou: () => Promise.reject(new Error("signed out")) });
    client.start();
    network.last.cut(4401);
    await time.advance(60_000);
    expect(client.state).toEqual({ kind: "disconnected", refused: true });
    expect(network.sockets).toHaveLength(1);
    expect(time.waiting).toBe(0);
  });

  test("4403 stops for good", async () => {
    const { client, network, time } = world();
    client.start();
    network.last.cut(4403);
    await time.advance(600_000);
    expect(client.state).toEqual({ kind: "disconnected", refused: true });
    expect(network.sockets).toHaveLength(1);
  });
});

describe("silence", () => {
  test("is said at 20 s and replaced at 30 s", async () => {
    const { client, network, time, ready } = world();
    client.start();
    await ready();
    await time.advance(19_999);
    expect(client.state).toEqual({ kind: "ready", quiet: false });
    await time.advance(1);
    expect(client.state).toEqual({ kind: "ready", quiet: true });
    const socket = network.last;
    await time.advance(10_000);
    expect(socket.closed).toBe(true);
    expect(client.state.kind).toBe("waiting");
  });

  test("any frame ends it", async () => {
    const { client, network, time, ready } = world();
    client.start();
    await ready();
    await time.advance(25_000);
    network.last.say({ type: "said", text: "still here" });
    expect(client.state).toEqual({ kind: "ready", quiet: false });
    await time.advance(19_999);
    expect(client.state).toEqual({ kind: "ready", quiet: false });
  });

  test("heartbeats are answered with a beat when nothing else was sent", async () => {
    const { client, network, time, ready } = world();
    client.start();
    await ready();
    await time.advance(15_000);
    network.last.say({ type: "heartbeat" });
    expect(network.last.sent[1]).toEqual({ type: "beat" });
    await time.advance(10_000);
    client.send({ type: "say", text: "hello" });
    await time.advance(5_000);
    network.last.say({ type: "heartbeat" });
    expect(network.last.sent.map((frame) => frame.type)).toEqual(["hello", "beat", "say"]);
  });
});

test("stop leaves no timer and no socket behind", async () => {
  const { client, network, time, ready } = world();
  client.start();
  await ready();
  client.stop();
  expect(network.last.closed).toBe(true);
  expect(time.waiting).toBe(0);
  await time.advance(120_000);
  expect(client.state).toEqual({ kind: "disconnected", refused: false });
  expect(network.sockets).toHaveLength(1);
});

test("what is no frame is ignored", async () => {
  const { client, network, ready, frames } = world();
  client.start();
  await ready();
  for (const damaged of ["", "{", "null", "[]", '{"kind":"x"}', '{"type":7}']) network.last.say(damaged);
  expect(frames).toHaveLength(1);
  expect(client.state.kind).toBe("ready");
});
