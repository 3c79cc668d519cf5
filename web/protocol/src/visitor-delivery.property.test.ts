/**
 * The delivery against a small reference model of the server, under drops, repeats, reorders,
 * cuts, restores and conversations that end: what is on screen is always a stretch of the log, and
 * after the faults stop it is the whole log, with every message that was said exactly once.
 *
 * Source: security-reliability.md 4.4, invariants I1 to I4.
 */
import { expect, test } from "vitest";
import type { MessageOut, VisitorClientFrame, VisitorServerFrame } from "./frames.ts";
import { ManualTime, seededRandom } from "./testing/manual-time.ts";
import { VisitorDelivery } from "./visitor-delivery.ts";

const RUNS = 100;
/** A busy machine needs longer than the default; a run that hangs still ends. */
const TIMEOUT_MS = 60_000;
const STEPS = 120;

/** The server as the protocol describes it: it keeps what it accepts, once for each `client_msg_id`. */
class Model {
  epoch = "e1";
  conversations: { id: string; log: MessageOut[]; closed: boolean }[] = [];
  #ids = 0;

  get current() {
    return this.conversations[this.conversations.length - 1];
  }

  accept(clientMsgId: string, text: string): { conversationId: string; message: MessageOut; fresh: boolean } {
    for (const { id, log } of this.conversations) {
      const kept = log.find(
        (message) => message.author.kind === "visitor" && message.client_msg_id === clientMsgId,
      );
      if (kept) return { conversationId: id, message: kept, fresh: false };
    }
    if (!this.current || this.current.closed) {
      this.conversations.push({ id: `cv_${this.conversations.length + 1}`, log: [], closed: false });
    }
    return { ...this.#append("visitor", text, clientMsgId), fresh: true };
  }

  answer(text: string) {
    return this.current && !this.current.closed ? this.#append("agent", text, `a${this.#ids}`) : undefined;
  }

  #append(kind: "visitor" | "agent", text: string, clientMsgId: string) {
    const conversation = this.current;
    if (!conversation) throw new Error("no conversation");
    const message: MessageOut = {
      id: `msg_${++this.#ids}`,
      seq: conversation.log.length + 1,
      author: { kind, name: kind },
      content: { type: "text", text },
      client_msg_id: clientMsgId,
      created_at: this.#ids,
    };
    conversation.log.push(message);
    return { conversationId: conversation.id, message };
  }

  describe(conversation = this.current) {
    if (!conversation) return undefined;
    return {
      id: conversation.id,
      owner_state: conversation.closed ? ("closed" as const) : ("human" as const),
      owner_version: conversation.closed ? 2 : 1,
      agent_ids: [],
      last_seq: conversation.log.length,
      agent_read_seq: 0,
      visitor_read_seq: 0,
      is_offline: false,
      created_at: 1,
      ...(conversation.closed ? { closed_at: 2 } : {}),
    };
  }
}

/** One page with its connection; `deliverOne` lets the wire do something, good or bad. */
class World {
  readonly model = new Model();
  readonly time = new ManualTime();
  readonly said: string[] = [];
  readonly sentEvents: string[] = [];
  readonly receivedEvents: string[] = [];
  readonly delivery: VisitorDelivery;
  connected = false;
  reloads = 0;
  up: VisitorClientFrame[] = [];
  /** Answers keep their order (one socket); what is fanned out may be lost, repeated or late. */
  answers: VisitorServerFrame[] = [];
  fanned: VisitorServerFrame[] = [];
  #ids = 0;

  constructor() {
    this.delivery = new VisitorDelivery({
      newId: () => `c${++this.#ids}`,
      send: (frame) => {
        if (this.connected) this.up.push(frame);
        return this.connected;
      },
      reload: () => {
        this.reloads += 1;
        this.cut();
      },
      onChange: () => {},
      onSent: (message) => this.sentEvents.push(message.client_msg_id),
      onReceived: (message, conversation) => this.receivedEvents.push(`${conversation}/${message.seq}`),
      onUnsent: () => {},
      clock: this.time,
      timers: this.time,
    });
  }

  connect(): void {
    if (this.connected) return;
    this.connected = true;
    const conversation = this.model.describe();
    this.delivery.hear({
      type: "welcomed",
      heartbeat_ms: 15_000,
      limits: { frame_bytes: 65_536, text_chars: 4_000, file_bytes: 1, frames_per_10s: 20 },
      state: {
        visitor_id: "vi_1",
        epoch: this.model.epoch,
        availability: "online",
        groups: [],
        known: { name: false, email: false, phone: false },
        agents: [],
        ...(conversation ? { conversation } : {}),
      },
    });
  }

  cut(): void {
    this.connected = false;
    this.up = [];
    this.answers = [];
    this.fanned = [];
    this.delivery.disconnected();
  }

  /** The server takes one frame; `refuse` lets it say "later" to a message. */
  serve(refuse = false): void {
    const frame = this.up.shift();
    if (frame?.type === "send_message" && frame.content.type === "text") {
      const { client_msg_id } = frame;
      if (refuse) {
        const refused = {
          client_msg_id,
          code: "rate_limited" as const,
          message: "Later.",
          retry_after_ms: 500,
        };
        this.answers.push({ type: "refused", refused });
        return;
      }
      const { conversationId, message, fresh } = this.model.accept(client_msg_id, frame.content.text);
      const { id, seq, created_at } = message;
      const accepted = { client_msg_id, conversation_id: conversationId, id, seq, created_at };
      this.answers.push({ type: "message_accepted", accepted });
      if (fresh) this.fan(conversationId, message);
    } else if (frame?.type === "resume") {
      const conversation = this.model.conversations.find(({ id }) => id === frame.conversation_id);
      const described = this.model.describe(conversation);
      if (frame.epoch !== this.model.epoch || !conversation || !described) {
        this.answers.push({ type: "resync_required" });
        return;
      }
      const rest = conversation.log.slice(frame.after_seq);
      this.answers.push({
        type: "resumed",
        conversation: described,
        messages: rest.slice(0, 3),
        more: rest.length > 3,
      });
    }
  }

  fan(conversation_id: string, message: MessageOut): void {
    if (this.connected) this.fanned.push({ type: "message_added", conversation_id, message });
  }

  heartbeat(): void {
    const current = this.model.describe();
    this.answers.push({
      type: "heartbeat",
      epoch: this.model.epoch,
      availability: "online",
      last_seq: current?.last_seq ?? 0,
      ...(current ? { conversation_id: current.id } : {}),
    });
  }

  hearAnswer(): void {
    const frame = this.answers.shift();
    if (frame) this.delivery.hear(frame);
  }

  close(): void {
    if (!this.model.current || this.model.current.closed) return;
    this.model.current.closed = true;
    const conversation = this.model.describe();
    if (conversation && this.connected)
      this.fanned.push({ type: "conversation_changed", conversation, agents: [] });
  }

  /** A back-up is restored: the end of the newest log is gone, and the epoch tells so. */
  restore(cut: boolean): void {
    const current = this.model.current;
    if (!current) return;
    current.log.length = Math.ceil(current.log.length / 2);
    this.model.epoch += "+";
    // What the server forgot is gone on the wire too; without a cut the next heartbeat shows the epoch.
    this.fanned = [];
    this.answers = [];
    if (cut) this.cut();
  }

  /** I3 and I4: the screen is the beginning of one log, then what is unsent, in the order it was said. */
  check(): void {
    const { conversationId, messages, unsent } = this.delivery;
    const log = this.model.conversations.find(({ id }) => id === conversationId)?.log ?? [];
    if (this.model.epoch === "e1") expect(ids(messages)).toEqual(ids(log.slice(0, messages.length)));
    const waiting = unsent.map((entry) => entry.clientMsgId);
    expect(waiting).toEqual(this.said.filter((id) => waiting.includes(id)));
    const shown = new Set(messages.map((message) => message.client_msg_id));
    for (const id of waiting) expect(shown.has(id)).toBe(false);
  }

  /** The faults stop: everything goes through, heartbeats come, until nothing moves any more. */
  async heal(): Promise<void> {
    for (let round = 0; round < 60; round++) {
      this.connect();
      while (this.up.length > 0 || this.answers.length > 0 || this.fanned.length > 0) {
        this.serve();
        this.hearAnswer();
        const frame = this.fanned.shift();
        if (frame) this.delivery.hear(frame);
      }
      if (round % 3 === 0) this.heartbeat();
      await this.time.advance(5_000);
    }
  }
}

const ids = (messages: readonly MessageOut[]) => messages.map(({ id, seq }) => `${id}#${seq}`);

async function run(seed: number, withRestore: boolean): Promise<World> {
  const random = seededRandom(seed);
  const pick = (n: number) => Math.floor(random() * n);
  const world = new World();
  for (let step = 0; step < STEPS; step++) {
    switch (pick(withRestore ? 15 : 14)) {
      case 0:
      case 1: {
        const id = world.delivery.say({ content: { type: "text", text: `said ${step}` } });
        if (id) world.said.push(id);
        break;
      }
      case 2: {
        const answered = world.model.answer(`answer ${step}`);
        if (answered) world.fan(answered.conversationId, answered.message);
        break;
      }
      case 3:
        if (pick(3) === 0) world.cut();
        break;
      case 4:
        world.connect();
        break;
      case 5:
      case 6:
        world.serve(pick(6) === 0);
        break;
      case 7:
      case 8:
        world.hearAnswer();
        break;
      case 9: {
        const [frame] = world.fanned.splice(pick(world.fanned.length + 1), 1); // in any order
        if (frame) world.delivery.hear(frame);
        break;
      }
      case 10:
        world.fanned.splice(pick(world.fanned.length + 1), 1); // lost
        break;
      case 11: {
        const frame = world.fanned[pick(world.fanned.length + 1)]; // repeated later
        if (frame) world.fanned.push(frame);
        break;
      }
      case 12:
        await world.time.advance(pick(20_000));
        if (pick(2) === 0 && world.connected) world.heartbeat();
        break;
      case 13:
        if (pick(12) === 0) world.close();
        break;
      default:
        if (pick(8) === 0) world.restore(pick(2) === 0);
    }
    world.check();
  }
  await world.heal();
  // The very last answer is lost: only a heartbeat can tell.
  if (world.model.answer("last")) world.fanned = [];
  await world.heal();
  world.check();
  return world;
}

test(
  "under drops, repeats, reorders and cuts the screen ends as the acknowledged log",
  async () => {
    let messages = 0;
    let conversations = 0;
    for (let seed = 1; seed <= RUNS; seed++) {
      const world = await run(seed, false).catch((failure: unknown) => {
        throw new Error(`seed ${seed}: ${failure}`);
      });
      const { delivery, model } = world;
      expect(delivery.unsent, `seed ${seed}`).toEqual([]);
      expect(delivery.conversationId, `seed ${seed}`).toBe(model.current?.id);
      expect(ids(delivery.messages), `seed ${seed}`).toEqual(ids(model.current?.log ?? []));
      // Everything said is kept once, in the order it was said, and reported once.
      const kept = model.conversations.flatMap(({ log }) =>
        log.filter(({ author }) => author.kind === "visitor").map((message) => message.client_msg_id),
      );
      expect(kept, `seed ${seed}`).toEqual(world.said);
      expect([...world.sentEvents].sort(), `seed ${seed}`).toEqual([...world.said].sort());
      expect(new Set(world.receivedEvents).size, `seed ${seed}`).toBe(world.receivedEvents.length);
      messages += kept.length;
      conversations += model.conversations.length;
    }
    // The runs must have exercised what they are about.
    expect(messages).toBeGreaterThan(RUNS * 5);
    expect(conversations).toBeGreaterThan(RUNS);
  },
  TIMEOUT_MS,
);

test(
  "a restored database is noticed by its epoch, and the screen ends as its log",
  async () => {
    let reloads = 0;
    for (let seed = 1; seed <= RUNS; seed++) {
      const {
        delivery,
        model,
        reloads: own,
      } = await run(seed, true).catch((failure: unknown) => {
        throw new Error(`seed ${seed}: ${failure}`);
      });
      expect(delivery.unsent, `seed ${seed}`).toEqual([]);
      expect(ids(delivery.messages), `seed ${seed}`).toEqual(ids(model.current?.log ?? []));
      reloads += own;
    }
    expect(reloads).toBeGreaterThan(RUNS / 10);
  },
  TIMEOUT_MS,
);
