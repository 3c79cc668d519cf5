import { beforeEach, describe, expect, it, vi } from "vitest";
import { openMemory, readMemory, writeMemory } from "../live/agent-memory.ts";

/** A page of its own: the module holds its drafts as long as the page lives. */
async function page() {
  vi.resetModules();
  const memory = await import("../live/agent-memory.ts");
  memory.openMemory("ag_me");
  return import("./drafts.ts");
}

const reply = (text: string) => ({ mode: "reply", reply: text, note: "" }) as const;

describe("drafts", () => {
  beforeEach(() => {
    localStorage.clear();
    openMemory("ag_me");
  });

  it("outlive the page", async () => {
    const first = await page();
    first.setDraft("cv_1", { mode: "note", reply: "Bonjour", note: "look" });
    first.saveDrafts();
    const second = await page();
    expect(second.draftOf("cv_1")).toEqual({ mode: "note", reply: "Bonjour", note: "look" });
    expect(second.draftOf("cv_2")).toBe(second.EMPTY_DRAFT);
  });

  it("are forgotten when they are empty", async () => {
    const { setDraft, saveDrafts } = await page();
    setDraft("cv_1", reply("Bonjour"));
    setDraft("cv_1", reply(""));
    saveDrafts();
    expect(readMemory("drafts")).toEqual([]);
  });

  it("of two tabs do not overwrite each other", async () => {
    const { setDraft, saveDrafts, draftOf } = await page();
    setDraft("cv_1", reply("from here"));
    writeMemory("drafts", [["cv_2", reply("from there")]]);
    saveDrafts();
    expect(draftOf("cv_2").reply).toBe("from there");
    expect(new Map(readMemory("drafts") as [string, { reply: string }][]).get("cv_1")?.reply).toBe(
      "from here",
    );
  });

  it("of one agent are not shown to the next one at this screen", async () => {
    const { setDraft, saveDrafts, draftOf, EMPTY_DRAFT } = await page();
    const { openMemory: open } = await import("../live/agent-memory.ts");
    setDraft("cv_1", reply("between us"));
    saveDrafts();
    open("ag_2");
    expect(draftOf("cv_1")).toBe(EMPTY_DRAFT);
    open("ag_me");
    expect(draftOf("cv_1").reply).toBe("between us");
  });

  it("that are damaged count as absent", async () => {
    writeMemory("drafts", [["cv_1", { reply: 1 }], "x", ["cv_2", reply("kept")]]);
    const { draftOf, EMPTY_DRAFT } = await page();
    expect(draftOf("cv_1")).toBe(EMPTY_DRAFT);
    expect(draftOf("cv_2").reply).toBe("kept");
  });
});
