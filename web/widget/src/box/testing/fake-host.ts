/** A page, a loader and a server for the tests of the box. */
import type { MessageOut, Schemas, VisitorServerFrame } from "@entrenous/protocol/frames.ts";
import { FakeNetwork, type FakeSocket } from "@entrenous/protocol/testing/fake-socket.ts";
import { vi } from "vitest";
import type { Box, BoxEvents, BoxHost, Identity, MountReason, SiteSettings } from "../../host.ts";
import { mount } from "../index.tsx";
import { EMPTY_STATE } from "./empty-state.ts";

export const CHAT_KEY = "c".repeat(40);
const SCHEME = {
  accent: "#00556a",
  accentPress: "#003c4b",
  onAccent: "#ffffff",
  accentText: "#00556a",
  accentSoft: "#e0f0f5",
  focus: "#00556a",
  needsEdge: false,
};

/** Everything a test looks at. */
export interface World {
  readonly box: Box;
  readonly place: HTMLElement;
  readonly network: FakeNetwork;
  /** Calls as `POST /api/visitor/session`. */
  readonly calls: string[];
  /** What was posted, in order. */
  readonly bodies: { readonly path: string; readonly body: unknown }[];
  readonly events: { readonly name: string; readonly payload: BoxEvents[keyof BoxEvents] }[];
  readonly opened: { readonly open: boolean; readonly how: string }[];
  /** Languages of the words, in the order in which the box changed to them. */
  readonly words: readonly string[];
  readonly unread: () => number;
  readonly visitorId: () => string | undefined;
  /** The socket is accepted and welcomed with `state` on top of an empty one. */
  welcome(state?: object): Promise<FakeSocket>;
  say(frame: VisitorServerFrame): Promise<void>;
  /** The next call of the path is answered so; status 0: the network loses it. */
  answer(path: string, status: number, body?: object): void;
}

/** Mounts the box as the loader does. */
export async function openBox(
  options: {
    readonly settings?: Partial<SiteSettings>;
    readonly language?: string;
    readonly isOpen?: boolean;
    readonly reason?: MountReason;
    readonly identity?: Identity;
    readonly page?: BoxHost["page"];
    /** What the server answers to a session that begins with this. */
    readonly session?: (begun: Schemas["SessionIn"]) => Response;
  } = {},
): Promise<World> {
  const network = new FakeNetwork();
  const calls: string[] = [];
  const bodies: World["bodies"][number][] = [];
  const answers = new Map<string, { readonly status: number; readonly body?: object | undefined }>();
  vi.stubGlobal(
    "WebSocket",
    class {
      constructor(url: string) {
        // biome-ignore lint/correctness/noConstructorReturn: the test's socket takes the browser's place.
        return network.open(url);
      }
    },
  );
  vi.stubGlobal("fetch", async (address: string, init: RequestInit = {}) => {
    const { pathname } = new URL(address);
    calls.push(`${init.method ?? "GET"} ${pathname}`);
    if (init.body) bodies.push({ path: pathname, body: JSON.parse(String(init.body)) });
    const answer = answers.get(pathname);
    answers.delete(pathname);
    if (answer?.status === 0) throw new TypeError("lost");
    if (answer) return Response.json(answer.body ?? {}, { status: answer.status });
    if (pathname.endsWith("/session")) {
      return (
        options.session?.(JSON.parse(String(init.body))) ?? Response.json({ token: "tok_secret", state: {} })
      );
    }
    return new Response(null, { status: 204 });
  });
  const frame = document.createElement("div");
  const root = frame.attachShadow({ mode: "open" });
  const place = document.createElement("div");
  place.hidden = true;
  place.className = "box";
  root.append(place);
  document.body.append(frame);

  const events: World["events"][number][] = [];
  const opened: World["opened"][number][] = [];
  const words: string[] = [];
  let unread = 0;
  let visitorId: string | undefined;
  const host: BoxHost = {
    root,
    adoptStyles: () => () => {},
    mountPoint: place,
    baseUrl: "https://chat.example",
    chatKey: CHAT_KEY,
    widgetId: "chat",
    reason: options.reason ?? "open",
    settings: {
      availability: "online",
      name: "Atelier Brume",
      language: "en",
      tracking_mode: "on_open",
      color: "#00556a",
      side: "right",
      texts: {},
      hide_launcher: false,
      hide_when_offline: false,
      show_notice: true,
      has_choices: false,
      privacy_url: "https://shop.example/privacy",
      contact_form: { when: "never", name: true, email: true, phone: false, group: false, more: [] },
      notice_tick_required: false,
      rating: true,
      rating_comment: true,
      transcript: true,
      launcher_style: "bubble",
      writable: true,
      sound_muted: false,
      ...options.settings,
    },
    language: options.language ?? "en",
    identity: options.identity ?? { variables: {} },
    storage: { chatKey: CHAT_KEY, widgetPrefix: "", cookiePrefix: "", cookieDomain: "", cookiePath: "/" },
    theme: { light: SCHEME, dark: SCHEME, shifted: false },
    page: options.page ?? {},
    emit: (name, payload) => events.push({ name, payload }),
    setUnread: (count) => {
      unread = count;
    },
    setVisitorId: (id) => {
      visitorId = id;
    },
    onOpenChange(open, how) {
      opened.push({ open, how });
      if (open) box.open(how);
      else box.close(how);
    },
    setWords: (language) => words.push(language),
  };
  const box: Box = mount(host);
  if (options.isOpen !== false) box.open("here");
  // Its words come by themselves.
  await vi.dynamicImportSettled();
  await settle();
  return {
    box,
    place,
    network,
    calls,
    bodies,
    events,
    opened,
    words,
    unread: () => unread,
    visitorId: () => visitorId,
    async welcome(state = {}) {
      network.last.accept();
      await settle();
      network.last.say({
        type: "welcomed",
        heartbeat_ms: 15_000,
        limits: { frame_bytes: 65_536, text_chars: 4_000, file_bytes: 1_000, frames_per_10s: 20 },
        state: { ...EMPTY_STATE, ...state },
      });
      await settle();
      return network.last;
    },
    async say(frame) {
      network.last.say(frame);
      await settle();
    },
    answer: (path, status, body) => void answers.set(path, { status, body }),
  };
}

/** A conversation with `last_seq` messages; `changes` go on top. */
export function conversation(last_seq: number, changes: object = {}) {
  return {
    id: "cv_1",
    owner_state: "human" as const,
    owner_version: 1,
    agent_ids: ["ag_1"],
    last_seq,
    agent_read_seq: 0,
    visitor_read_seq: 0,
    created_at: 1,
    is_offline: false,
    ...changes,
  };
}

/** A message of the kind; Anna's when it is an agent's. */
export function message(seq: number, kind: MessageOut["author"]["kind"], text = `text ${seq}`): MessageOut {
  return {
    id: `msg_${seq}`,
    seq,
    author: kind === "agent" ? { kind, id: "ag_1", name: "Anna" } : { kind, name: "" },
    content: { type: "text", text },
    client_msg_id: `x${seq}`,
    created_at: 1_790_000_000_000 + seq,
  };
}

/** Lets promises, renders and effects run, then the parts that they fetch, and what those do. */
export async function settle(): Promise<void> {
  await turns();
  await vi.dynamicImportSettled();
  await turns();
}

async function turns(): Promise<void> {
  for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setTimeout(resolve));
}
