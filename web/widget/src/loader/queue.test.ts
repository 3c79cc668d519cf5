import { expect, it, vi } from "vitest";
import { adoptQueue, type Queue } from "./queue.ts";

function argumentsOf(..._given: unknown[]): IArguments {
  // biome-ignore lint/complexity/noArguments: the contract is about this object.
  return arguments;
}

it("runs arguments objects and plain arrays in order, skips what is no command, and leaves nothing behind", () => {
  const queue: Queue = [argumentsOf("a", 1), ["b"], [], [5], "c", null, undefined, { 0: "d", length: 1 }];
  const ran: unknown[] = [];
  adoptQueue(queue, (name, args) => ran.push([name, ...args]));
  expect(ran).toEqual([["a", 1], ["b"], ["d"]]);
  expect(queue).toHaveLength(0);
});

it("gives falsy arguments as they are, told from missing ones by their number", () => {
  const ran: unknown[][] = [];
  adoptQueue([["x", false], ["x", 0], ["x", ""], ["x", undefined], ["x"]], (_, args) => ran.push(args));
  expect(ran).toEqual([[false], [0], [""], [undefined], []]);
});

it("executes at once what is pushed into the same array, several entries too", () => {
  const queue: Queue = [];
  const ran: string[] = [];
  adoptQueue(queue, (name) => ran.push(name));
  expect(queue.push(["a"], ["b"])).toBe(0);
  expect(ran).toEqual(["a", "b"]);
});

it("a command that fails does not keep the others from running", () => {
  const warned = vi.spyOn(console, "warn").mockImplementation(() => {});
  const ran: string[] = [];
  adoptQueue([["bad"], ["good"]], (name) => {
    if (name === "bad") throw new Error("no");
    ran.push(name);
  });
  expect(ran).toEqual(["good"]);
  expect(warned).toHaveBeenCalledTimes(1);
});

it("a command that pushes another does not overtake those that wait", () => {
  const queue: Queue = [["first"], ["second"]];
  const ran: string[] = [];
  adoptQueue(queue, (name) => {
    ran.push(name);
    if (name === "first") queue.push(["nested"]);
  });
  expect(ran).toEqual(["first", "second", "nested"]);
});

it("once released, entries wait again", () => {
  const queue: Queue = [];
  const ran: string[] = [];
  const release = adoptQueue(queue, (name) => ran.push(name));
  release();
  queue.push(["later"]);
  expect([ran, queue]).toEqual([[], [["later"]]]);
});
