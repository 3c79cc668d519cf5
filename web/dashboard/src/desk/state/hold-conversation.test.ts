import { expect, it } from "vitest";
import { conversation, ME } from "../testing/samples.ts";
import { emptyDesk } from "./desk-state.ts";
import { unreadOf } from "./hold-conversation.ts";

it("counts nothing unread in a closed conversation, which asks for no work", () => {
  const desk = emptyDesk(ME);
  const open = conversation("cv_1", { last_seq: 3, unread: 3 });
  expect(unreadOf(desk, open)).toBe(3);
  expect(unreadOf(desk, { ...open, owner_state: "closed" })).toBe(0);
  expect(unreadOf({ ...desk, reads: new Map([["cv_1", 3]]) }, open)).toBe(0);
});
