import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { createEvents } from "./events.ts";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

it("calls every handler of an event, in order, under either of its names", () => {
  const events = createEvents();
  const heard: string[] = [];
  events.on("startup", () => heard.push("startup"));
  events.on("ready", () => heard.push("ready"));
  events.emit("startup");
  expect(heard).toEqual(["startup", "ready"]);
});

it("tells a late subscriber the current status once, later", () => {
  const events = createEvents();
  events.emit("status", "offline");
  events.emit("status", "online");
  const heard = vi.fn();
  events.on("status", heard);
  expect(heard).not.toHaveBeenCalled();
  vi.runAllTimers();
  expect(heard.mock.calls).toEqual([["online"]]);
});

it("tells a late subscriber nothing about events that pass", () => {
  const events = createEvents();
  events.emit("message_sent", {});
  const heard = vi.fn();
  events.on("message_sent", heard);
  vi.runAllTimers();
  expect(heard).not.toHaveBeenCalled();
});

it("forgets handlers, those that wait for a value included", () => {
  const events = createEvents();
  events.emit("status", "online");
  const heard = vi.fn();
  events.on("status", heard);
  events.clear();
  vi.runAllTimers();
  events.emit("status", "offline");
  expect(heard).not.toHaveBeenCalled();
});
