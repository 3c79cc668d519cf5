import { screen } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import { meOut } from "../testing/answers.ts";
import { answer, open } from "../testing/app.tsx";

const FRAME = "No connection. What you see may be out of date.";
const DESK = "No connection. Your messages will go out by themselves.";

it.each([
  ["/inbox", DESK, FRAME],
  ["/settings/profile", FRAME, DESK],
])("says in one place of %s that there is no network", async (path, said, unsaid) => {
  vi.spyOn(navigator, "onLine", "get").mockReturnValue(false);
  answer("get", "/api/agent/me", meOut());
  await open(path);
  await screen.findByText(said, {}, { timeout: 10_000 });
  expect(screen.queryByText(unsaid)).toBeNull();
});
