import { ManualTime } from "@entrenous/protocol/testing/manual-time.ts";
import { describe, expect, it, vi } from "vitest";
import type { Adapter } from "./adapter.ts";
import { watchManagers } from "./watch.ts";

/** A manager that is there from the moment `isThere` says so. */
function fake(id: string, kind: Adapter["kind"], isThere: () => boolean, events: string[] = []) {
  const subscribed = vi.fn(isThere);
  const adapter: Adapter = {
    id,
    kind,
    events,
    read: () => (isThere() ? { answers: { statistics: "granted" } } : undefined),
    subscribe: subscribed,
  };
  return { adapter, subscribed };
}

function watch(...adapters: Adapter[]) {
  const timers = new ManualTime();
  const onChange = vi.fn(() => managers.look());
  const onLooked = vi.fn();
  const onLast = vi.fn();
  const managers = watchManagers({ adapters, page: window, timers, onChange, onLooked, onLast });
  return { managers, timers, onChange, onLooked, onLast };
}

const ids = (heard: ReturnType<ReturnType<typeof watch>["managers"]["look"]>) =>
  heard.map((one) => ("readings" in one ? one.readings.map(({ id }) => id) : []));

describe("looking for managers", () => {
  it("lets the question come after three seconds, goes on for fifteen, registers once, and ends", async () => {
    let isThere = false;
    const { adapter, subscribed } = fake("late", "manager", () => isThere);
    const { managers, timers, onChange, onLooked, onLast } = watch(adapter);
    await timers.advance(999);
    expect(managers.hasFound()).toBe(false);
    isThere = true;
    await timers.advance(1);
    expect(managers.hasFound()).toBe(true);
    expect(onLooked).not.toHaveBeenCalled();
    await timers.advance(2_000);
    expect(onChange).toHaveBeenCalledTimes(4);
    expect(subscribed.mock.results.filter(({ value }) => value)).toHaveLength(1);
    expect(onLooked).toHaveBeenCalledTimes(1);
    expect(onLast).not.toHaveBeenCalled();
    await timers.advance(12_000);
    expect(onLast).toHaveBeenCalledTimes(1);
    expect(onChange).toHaveBeenCalledTimes(6);
    expect(onLooked).toHaveBeenCalledTimes(1);
    expect(timers.waiting).toBe(0);
  });

  it("finds a manager that comes five seconds late and tells nothing by itself", async () => {
    let isThere = false;
    const { adapter } = fake("late", "manager", () => isThere);
    const { managers, timers } = watch(adapter);
    await timers.advance(5_000);
    expect(managers.hasFound()).toBe(false);
    isThere = true;
    await timers.advance(1_000);
    expect(managers.hasFound()).toBe(true);
  });

  it("hears an event in the same task, however late, until it is stopped", async () => {
    const { adapter } = fake("late", "manager", () => true, ["document saved", "window told"]);
    const { managers, timers, onChange } = watch(adapter);
    await timers.advance(10_000);
    onChange.mockClear();
    document.dispatchEvent(new Event("saved"));
    window.dispatchEvent(new Event("told"));
    expect(onChange).toHaveBeenCalledTimes(2);
    managers.stop();
    document.dispatchEvent(new Event("saved"));
    expect(onChange).toHaveBeenCalledTimes(2);
  });

  it("believes common signals only where no manager or platform is known by name", () => {
    const signal = fake("signal", "signal", () => true).adapter;
    const manager = fake("manager", "manager", () => true).adapter;
    const platform = fake("platform", "platform", () => true).adapter;
    expect(ids(watch(signal).managers.look())).toEqual([["signal"], []]);
    expect(ids(watch(signal, manager).managers.look())).toEqual([["manager"], []]);
    expect(ids(watch(signal, platform).managers.look())).toEqual([[], ["platform"]]);
  });

  it("is not set off by a manager that calls back while it is registered with", () => {
    const { adapter } = fake("eager", "manager", () => true);
    const eager: Adapter = {
      ...adapter,
      subscribe(_, changed) {
        changed();
        return true;
      },
    };
    const { managers, onChange } = watch(eager);
    managers.look();
    expect(onChange).not.toHaveBeenCalled();
  });
});
