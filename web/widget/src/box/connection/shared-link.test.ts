import type { VisitorClientFrame, VisitorServerFrame } from "@entrenous/protocol/frames.ts";
import { last } from "@entrenous/protocol/testing/last.ts";
import { ManualTime, settle } from "@entrenous/protocol/testing/manual-time.ts";
import { expect, test } from "vitest";
import { EMPTY_STATE } from "../testing/empty-state.ts";
import type { Link, LinkEvents, LinkState } from "./link.ts";
import { SharedLink, type TabNote, type TabWorld } from "./shared-link.ts";

const WELCOME: VisitorServerFrame = {
  type: "welcomed",
  heartbeat_ms: 15_000,
  limits: { frame_bytes: 1, text_chars: 1, file_bytes: 1, frames_per_10s: 1 },
  state: EMPTY_STATE,
};
const CHANGED: VisitorServerFrame = { type: "availability_changed", availability: "offline" };

/** The locks and the channel that the tabs of one origin share. */
class Browser {
  #channels = new Set<{ onmessage: ((event: MessageEvent) => void) | null }>();
  #holder: { release: () => void; reject: (reason: unknown) => void } | undefined;
  #waiting: (() => void)[] = [];

  channel(): NonNullable<TabWorld["channel"]> {
    const own = {
      onmessage: null as ((event: MessageEvent) => void) | null,
      postMessage: (data: unknown) => {
        const copy = structuredClone(data);
        for (const other of this.#channels) {
          if (other !== own) other.onmessage?.({ data: copy } as MessageEvent);
        }
      },
      close: () => {
        this.#channels.delete(own);
      },
    };
    this.#channels.add(own);
    return own as NonNullable<TabWorld["channel"]>;
  }

  readonly locks = {
    request: (_name: string, options: { steal?: boolean }, held: () => Promise<void>) =>
      new Promise<void>((resolve, reject) => {
        const take = () => {
          const mine = { release: () => {}, reject };
          this.#holder = mine;
          held().then(() => {
            if (this.#holder === mine) {
              this.#holder = undefined;
              this.#waiting.shift()?.();
            }
            resolve();
          });
        };
        if (options.steal) {
          this.#holder?.reject(new DOMException("stolen", "AbortError"));
          take();
        } else if (this.#holder) this.#waiting.push(take);
        else take();
      }),
  } as unknown as NonNullable<TabWorld["locks"]>;
}

/** A tab whose own connection is driven by the test. */
function tab(browser: Browser, time: ManualTime, withLocks = true) {
  const states: LinkState[] = [];
  const frames: string[] = [];
  const notes: TabNote[] = [];
  const sent: VisitorClientFrame[] = [];
  const connections: LinkEvents[] = [];
  let stopped = 0;
  let adopted: string | undefined;
  const link = new SharedLink({
    name: "tabs",
    events: { onState: (state) => states.push(state), onFrame: (frame) => frames.push(frame.type) },
    onNote: (note) => notes.push(note),
    connect: (events) => {
      connections.push(events);
      const own: Link = {
        start: () => events.onState("connecting"),
        stop: () => {
          stopped += 1;
        },
        restart: () => events.onState("connecting"),
        lost: () => {},
        wake: () => {},
        send: (frame) => sent.push(frame) > 0,
      };
      return own;
    },
    snapshot: () => (frames.includes("welcomed") ? WELCOME : undefined),
    token: {
      read: () => "tok_1",
      adopt: (token) => {
        adopted = token;
      },
    },
    world: { locks: withLocks ? browser.locks : undefined, channel: browser.channel(), timers: time },
  });
  return {
    link,
    states,
    frames,
    notes,
    sent,
    connections,
    stopped: () => stopped,
    adopted: () => adopted,
    welcome() {
      last(connections)?.onState("ready");
      last(connections)?.onFrame(WELCOME);
    },
  };
}

async function twoTabs() {
  const browser = new Browser();
  const time = new ManualTime();
  const first = tab(browser, time);
  const second = tab(browser, time);
  first.link.start();
  await settle();
  first.welcome();
  second.link.start();
  await settle();
  return { browser, time, first, second };
}

test("one tab connects, the other joins with its state and its token", async () => {
  const { first, second } = await twoTabs();
  expect([first.link.isLeader, second.link.isLeader]).toEqual([true, false]);
  expect(second.connections).toHaveLength(0);
  expect(last(second.states)).toBe("ready");
  expect(second.frames).toEqual(["welcomed"]);
  expect(second.adopted()).toBe("tok_1");
});

test("frames reach all tabs, and all tabs send through the leader", async () => {
  const { first, second } = await twoTabs();
  first.connections[0]?.onFrame(CHANGED);
  expect([last(first.frames), last(second.frames)]).toEqual(["availability_changed", "availability_changed"]);
  expect(second.link.send({ type: "set_typing", typing: true })).toBe(true);
  expect(first.sent).toEqual([{ type: "set_typing", typing: true }]);
});

test("a loss is seen in all tabs, and nothing is sent meanwhile", async () => {
  const { first, second } = await twoTabs();
  first.connections[0]?.onState("waiting");
  expect(last(second.states)).toBe("waiting");
  expect(second.link.send({ type: "set_typing", typing: true })).toBe(false);
  first.welcome();
  expect(last(second.states)).toBe("ready");
});

test("when the leading tab goes, the other one connects", async () => {
  const { first, second } = await twoTabs();
  first.link.close();
  await settle();
  expect(first.stopped()).toBe(1);
  expect(second.link.isLeader).toBe(true);
  second.welcome();
  expect(last(second.states)).toBe("ready");
});

test("a leader that is frozen loses its place, and steps down when it moves again", async () => {
  const { first, second, time } = await twoTabs();
  await time.advance(45_000);
  await settle();
  expect(second.link.isLeader).toBe(true);
  expect(first.link.isLeader).toBe(false);
  expect(first.stopped()).toBe(1);
  second.welcome();
  expect(last(first.states)).toBe("ready");
});

test("a leader that speaks keeps its place", async () => {
  const { first, second, time } = await twoTabs();
  for (let beat = 0; beat < 6; beat++) {
    await time.advance(15_000);
    first.connections[0]?.onFrame(CHANGED);
  }
  expect(first.link.isLeader).toBe(true);
  expect(second.link.isLeader).toBe(false);
});

test("without locks every tab has its own connection, and notes still go round", async () => {
  const browser = new Browser();
  const time = new ManualTime();
  const first = tab(browser, time, false);
  const second = tab(browser, time, false);
  first.link.start();
  second.link.start();
  first.welcome();
  expect([first.link.isLeader, second.link.isLeader]).toEqual([true, true]);
  expect(second.frames).toEqual([]);
  first.link.note({ kind: "sound", on: false });
  expect(second.notes).toEqual([{ kind: "sound", on: false }]);
});

test("a link that was stopped while it waited for its turn never connects", async () => {
  const { first, second, time } = await twoTabs();
  second.link.stop();
  first.link.close();
  await settle();
  await time.advance(120_000);
  expect(second.connections).toHaveLength(0);
  expect(last(second.states)).toBe("off");
});
