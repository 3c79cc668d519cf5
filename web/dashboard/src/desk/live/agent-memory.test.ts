import { beforeEach, describe, expect, it } from "vitest";
import registry from "../../../../../privacy/registry.toml?raw";
import { AGENT_STORAGE, openMemory, readMemory, writeMemory } from "./agent-memory.ts";

const clock = { time: 0, now: () => clock.time };

describe("agent memory", () => {
  beforeEach(() => {
    localStorage.clear();
    clock.time = 1_000_000;
    openMemory("ag_me");
  });

  it("writes only names of the registry, with their lives", () => {
    const declared = registry.split("[[agent_storage]]").slice(1);
    const lives = declared.map((entry) => [
      /^name = "(.+)"$/m.exec(entry)?.[1],
      Number(/^ttl = "(\d+)d"$/m.exec(entry)?.[1]) * 86_400_000,
    ]);
    expect(Object.values(AGENT_STORAGE).map(({ name, ttlMs }) => [name, ttlMs])).toEqual(lives);
    writeMemory("drafts", ["a"], clock);
    expect(Object.keys(localStorage)).toEqual(["entrenous.desk.ag_me.drafts"]);
  });

  it("forgets when its life is over, and does not show one agent's words to another", () => {
    writeMemory("drafts", ["a"], clock);
    expect(readMemory("drafts", clock)).toEqual(["a"]);
    openMemory("ag_2");
    expect(readMemory("drafts", clock)).toBeUndefined();
    openMemory("ag_me");
    clock.time += AGENT_STORAGE.drafts.ttlMs;
    expect(readMemory("drafts", clock)).toBeUndefined();
  });

  it("takes damaged entries for absent ones", () => {
    localStorage.setItem("entrenous.desk.ag_me.drafts", "{");
    expect(readMemory("drafts", clock)).toBeUndefined();
  });
});
