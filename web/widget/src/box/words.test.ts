import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { loadTexts } from "./chat/texts.ts";
import { openBox, settle, type World } from "./testing/fake-host.ts";

vi.mock("./chat/texts.ts", async (importOriginal) => {
  const real = await importOriginal<typeof import("./chat/texts.ts")>();
  return { ...real, loadTexts: vi.fn(real.loadTexts) };
});

let world: World;
beforeEach(() => {
  vi.spyOn(Math, "random").mockReturnValue(0);
});
afterEach(() => {
  world.box.destroy();
  vi.restoreAllMocks();
});

const dialog = () => world.place.querySelector("[role=dialog]");

test("a box whose words could not be fetched asks for them again until it has them", async () => {
  for (let time = 0; time < 3; time++) vi.mocked(loadTexts).mockRejectedValueOnce(new TypeError("lost"));
  world = await openBox();
  await vi.waitFor(() => expect(dialog()).not.toBeNull());
  expect(loadTexts).toHaveBeenCalledTimes(4);
});

test("a box that is gone does not ask again", async () => {
  vi.mocked(loadTexts).mockReset().mockRejectedValue(new TypeError("lost"));
  world = await openBox();
  expect(vi.mocked(loadTexts).mock.calls.length).toBeGreaterThan(1);
  world.box.destroy();
  const asked = vi.mocked(loadTexts).mock.calls.length;
  await settle();
  expect(loadTexts).toHaveBeenCalledTimes(asked);
});
