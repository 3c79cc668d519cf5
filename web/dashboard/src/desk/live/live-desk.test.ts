import { FakeNetwork } from "@entrenous/protocol/testing/fake-socket.ts";
import { ManualTime, settle } from "@entrenous/protocol/testing/manual-time.ts";
import { expect, it } from "vitest";
import { agent, ME } from "../testing/samples.ts";
import { deskCalls } from "./desk-calls.ts";
import { LiveDesk } from "./live-desk.ts";

it("knows who the agents are where sockets are blocked, so that joins and owners have names", async () => {
  const time = new ManualTime();
  const network = new FakeNetwork();
  network.forbidden = true;
  const luc = agent(ME, { name: "Luc Martin", nickname: "Luc" });
  const counts = { mine: 0, unassigned: 0, all: 0 };
  const desk = new LiveDesk({
    me: ME,
    calls: {
      ...deskCalls,
      list: async () => ({ items: [], counts, positions: [] }),
      agents: async () => ({ agents: [luc] }),
    },
    url: () => "ws://desk.example/ws/agent",
    newId: () => "m1",
    clock: time,
    timers: time,
    world: { open: network.open, random: () => 0.5 },
  });
  desk.start();
  await time.advance(7_000);
  await settle();
  expect(desk.link()).toBe("asking");
  expect(desk.store.get().agents.get(ME)).toEqual(luc);
  desk.stop();
});
