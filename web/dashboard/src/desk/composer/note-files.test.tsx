/** A note is for colleagues: no file that comes while one is written may reach the visitor. */
import { createEvent, fireEvent, screen, waitFor } from "@testing-library/react";
import { expect, it } from "vitest";
import { meOut } from "../../testing/answers.ts";
import { answer, open, refuse } from "../../testing/app.tsx";
import { conversation, visitor } from "../testing/samples.ts";

const KEPT = "Not attached: notes carry no files. “Reply” sends them to Zoé.";

async function world(id: string) {
  const one = conversation(id, { visitor: visitor({ name: "Zoé" }) });
  answer("get", "/api/agent/me", meOut());
  answer("get", "/api/agent/conversations", {
    items: [one],
    counts: { mine: 0, unassigned: 1, all: 1 },
    positions: [],
  });
  answer("get", `/api/agent/conversations/${id}`, {
    conversation: one,
    messages: [],
    notes: [],
    earlier: [],
    viewing: [],
  });
  // A refused upload stays listed, so that one that began cannot be overlooked.
  refuse("post", `/api/agent/conversations/${id}/uploads`, 413, "too_large");
  const { user } = await open(`/inbox/${id}`);
  const field = await screen.findByRole("textbox", { name: "Write a message to Zoé" });
  const pane = screen.getByRole("region", { name: "Conversation with Zoé" });
  return { user, field, pane };
}

const file = () => new File(["salary"], "salaries.txt", { type: "text/plain" });
const dragged = () => ({ dataTransfer: { types: ["Files"], files: [file()] } });

it("a file dropped while a reply is written is on its way to the visitor", async () => {
  const { pane } = await world("cv_reply_drop");
  fireEvent.dragEnter(pane, dragged());
  expect(screen.getByText("Drop the files to send them to Zoé")).toBeTruthy();
  fireEvent.drop(pane, dragged());
  expect(await screen.findByText("salaries.txt")).toBeTruthy();
});

it("a file dropped while a note is written stays here, and so do mode and text", async () => {
  const { user, pane } = await world("cv_note_drop");
  await user.click(screen.getByRole("button", { name: "Note" }));
  const note = screen.getByRole("textbox", { name: "Write a note" });
  await user.type(note, "Ask the boss");
  fireEvent.dragEnter(pane, dragged());
  expect(screen.queryByText("Drop the files to send them to Zoé")).toBeNull();
  expect(screen.getByText("Notes carry no files. Choose “Reply” to send them to Zoé.")).toBeTruthy();
  fireEvent.drop(pane, dragged());
  expect(screen.getByText(KEPT)).toBeTruthy();
  expect(screen.getByRole("button", { name: "Note", pressed: true })).toBeTruthy();
  expect(note).toHaveProperty("value", "Ask the boss");
  // Whatever was taken would be listed under Reply.
  await user.click(screen.getByRole("button", { name: "Reply" }));
  expect(screen.queryByText("salaries.txt")).toBeNull();
  expect(screen.queryByText(KEPT)).toBeNull();
});

it("a file pasted while a reply is written is on its way to the visitor", async () => {
  const { field } = await world("cv_reply_paste");
  fireEvent.paste(field, { clipboardData: { files: [file()] } });
  expect(await screen.findByText("salaries.txt")).toBeTruthy();
});

it("a file pasted while a note is written stays here with a sentence, and pasted words arrive", async () => {
  const { user } = await world("cv_note_paste");
  await user.click(screen.getByRole("button", { name: "Note" }));
  const note = screen.getByRole("textbox", { name: "Write a note" });
  const paste = createEvent.paste(note, { clipboardData: { files: [file()] } });
  fireEvent(note, paste);
  expect(paste.defaultPrevented).toBe(false);
  expect(screen.getByText(KEPT)).toBeTruthy();
  await user.type(note, "Ask the boss");
  expect(screen.getByText(KEPT)).toBeTruthy();
  expect(screen.getByRole("button", { name: "Note", pressed: true })).toBeTruthy();
  await user.click(screen.getByRole("button", { name: "Reply" }));
  await waitFor(() => expect(screen.queryByText(KEPT)).toBeNull());
  expect(screen.queryByText("salaries.txt")).toBeNull();
});
