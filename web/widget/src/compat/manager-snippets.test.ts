/**
 * The snippets of docs/manual/consent.md run, against stand-ins that call back in the order in which the real
 * managers do (tarteaucitron 1.34, Klaro 0.7, vanilla-cookieconsent 3.1).
 */
import { beforeEach, describe, expect, it, vi } from "vitest";
import page from "../../../../docs/manual/consent.md?raw";

type Call = (name: string, choices: Record<string, boolean>) => void;

const smartsupp = vi.fn<Call>();

/** The code of a mark, as a function of the globals that it finds on the page. */
function snippet(manager: string, globals: string[], answer = ""): (...given: unknown[]) => unknown {
  const code = new RegExp(`<!-- made: ${manager} -->\\n\`\`\`js\\n([^]*?)\`\`\`\\n`).exec(page)?.[1];
  if (code === undefined) throw new Error(`${manager} is not in the page`);
  return new Function(...globals, `"use strict";\n${code}\n${answer}`) as (...given: unknown[]) => unknown;
}

/** What the chat was told, as one object for each call. */
const told = () => smartsupp.mock.calls.map(([name, choices]) => [name, choices]);

beforeEach(() => {
  smartsupp.mockReset();
  vi.stubGlobal("smartsupp", Object.assign(smartsupp, { _: [] }));
});

describe("tarteaucitron", () => {
  interface Service {
    needConsent: boolean;
    js(): void;
    fallback?(): void;
  }

  function start(cookie: string) {
    const manager = {
      services: {} as Record<string, Service>,
      job: [] as string[],
      cookie: { read: () => cookie },
      scripts: [] as unknown[],
      page: new EventTarget(),
    };
    const page = Object.assign(manager.page, {
      createElement: () => ({}),
      head: { append: (script: { src: string }) => manager.scripts.push(script.src) },
    });
    snippet("tarteaucitron", ["tarteaucitron", "document"])(manager, page);
    return manager;
  }

  it("loads the chat whatever is answered, and asks for three things", () => {
    const manager = start("!entrenous_chat=false");
    expect(manager.job).toEqual(["entrenous_stats", "entrenous_recording", "entrenous_marketing"]);
    expect(manager.job.every((key) => manager.services[key]?.needConsent)).toBe(true);
    expect(manager.scripts).toEqual(["https://chat.example.com/loader.js?key=YOUR_CHAT_KEY"]);
    expect(told()).toEqual([]);
  });

  it("takes silence for no answer, and a stored refusal for one", () => {
    start("!entrenous_chat=true!entrenous_stats=wait").services.entrenous_stats?.fallback?.();
    expect(told()).toEqual([]);
    start("!entrenous_chat=true!entrenous_stats=false").services.entrenous_stats?.fallback?.();
    expect(told()).toEqual([["consent", { statistics: false }]]);
  });

  it("tells each answer once, and each change of mind", () => {
    const manager = start("!entrenous_marketing=wait");
    manager.services.entrenous_marketing?.js();
    for (const event of ["allowed", "disallowed", "allowed"])
      manager.page.dispatchEvent(new Event(`entrenous_marketing_${event}`));
    expect(told()).toEqual([
      ["consent", { marketing: true }],
      ["consent", { marketing: false }],
      ["consent", { marketing: true }],
    ]);
  });
});

describe("Klaro", () => {
  interface Service {
    name: string;
    required?: boolean;
    onAccept?(options: { confirmed: boolean }): void;
    onDecline?(options: { confirmed: boolean }): void;
  }
  const services = () => snippet("klaro", [], "return chatServices;")() as Service[];

  it("requires the chat only, and grants each purpose by itself", () => {
    expect(services().map(({ name, required }) => [name, required === true])).toEqual([
      ["entrenous_chat", true],
      ["entrenous_stats", false],
      ["entrenous_recording", false],
      ["entrenous_marketing", false],
    ]);
    for (const service of services()) service.onAccept?.({ confirmed: true });
    expect(told()).toEqual([
      ["consent", { statistics: true }],
      ["consent", { recording: true }],
      ["consent", { marketing: true }],
    ]);
  });

  it("tells a refusal only when somebody has answered", () => {
    for (const service of services()) service.onDecline?.({ confirmed: false });
    expect(told()).toEqual([]);
    services()[1]?.onDecline?.({ confirmed: true });
    expect(told()).toEqual([["consent", { statistics: false }]]);
  });
});

describe("vanilla-cookieconsent", () => {
  function run(isAnswered: boolean, accepted: string[]) {
    const manager = {
      validConsent: () => isAnswered,
      acceptedService: (service: string, category: string) => accepted.includes(`${category}/${service}`),
    };
    const parts = snippet(
      "vanilla-cookieconsent",
      ["CookieConsent"],
      "return { chatCategories, tellChat };",
    )(manager) as {
      chatCategories: Record<string, { readOnly?: boolean; services: Record<string, unknown> }>;
      tellChat(): void;
    };
    parts.tellChat();
    return parts.chatCategories;
  }

  it("tells nothing without an answer", () => {
    const categories = run(false, []);
    expect(told()).toEqual([]);
    const fixed = Object.entries(categories).filter(([, { readOnly }]) => readOnly);
    expect(fixed.map(([name]) => name)).toEqual(["necessary"]);
  });

  it("tells a partial answer as it is", () => {
    const categories = run(true, ["statistics/entrenous_stats"]);
    expect(told()).toEqual([["consent", { statistics: true, recording: false, marketing: false }]]);
    // The services that are asked about are the ones that are listed.
    expect(Object.keys(categories.statistics?.services ?? {})).toEqual([
      "entrenous_stats",
      "entrenous_recording",
    ]);
  });
});
