/** What most journeys need: a server with the demo on it, a website that uses it, a browser. */
import assert from "node:assert/strict";
import { boxIn } from "./box.mjs";
import { newPerson, startBrowser } from "./browser.mjs";
import { deskIn } from "./desk.mjs";
import { startHost } from "./host.mjs";
import { ownerOf, withoutForm } from "./owner.mjs";
import { startServer } from "./server.mjs";
import { startWire } from "./wire.mjs";

/** Nobody is at the desk in many journeys; those about the contact form ask for it themselves. */
async function chatsWithoutForm(server) {
  const owner = await ownerOf(server);
  const { id, chat_box } = await owner.site();
  await owner.changeSite(id, { chat_box: withoutForm(chat_box) });
}

/**
 * Starts everything; `stop` ends it. With `wires`, the website's visitors and the agents each reach the server
 * over a wire of their own, `visitorWire` and `agentWire`.
 */
export async function setStage({ wires = false } = {}) {
  const [visitorWire, agentWire] = wires ? [await startWire(), await startWire()] : [];
  const settings = wires ? { ENTRENOUS__SERVER__PUBLIC_URL: agentWire.url } : {};
  const [server, browser] = await Promise.all([startServer({ settings }), startBrowser()]);
  const chatKey = await server.chatKey();
  await chatsWithoutForm(server);
  const port = Number(new URL(server.url).port);
  visitorWire?.connectTo(port);
  agentWire?.connectTo(port);
  const host = await startHost({ serverUrl: visitorWire?.url ?? server.url, chatKey });
  let people = [];
  const stage = {
    server,
    browser,
    chatKey,
    host,
    visitorWire,
    agentWire,
    settings,
    async person(options) {
      const person = await newPerson(browser, options);
      people.push(person);
      return person;
    },
    /** A visitor on a page of the website; the box is not open yet. */
    async visitor(path = "/official", options) {
      const visitor = await stage.visitorOn(await stage.person(options));
      await visitor.page.goto(path.startsWith("http") ? path : `${host.url}${path}`);
      return visitor;
    },
    /** An empty page of a person, for journeys that prepare it before it loads anything. */
    async visitorOn(person) {
      const page = await person.newPage();
      return { ...person, page, box: boxIn(page) };
    },
    /** An agent of the demo at the desk: 0 is the owner, 1 the colleague. */
    async agent(which = 0, options) {
      // Wide enough for all three panes with every button in them.
      const person = await stage.person({ viewport: { width: 1440, height: 900 }, ...options });
      const page = await person.newPage();
      const desk = deskIn(page, stage.server);
      await desk.signIn(stage.server.agents[which]);
      return { ...person, page, desk };
    },
    /** After each journey: nothing went wrong in any page, and everybody leaves. */
    async clear() {
      const faults = people.flatMap((person) => person.faults);
      await Promise.all(people.map((person) => person.close()));
      people = [];
      assert.deepEqual(faults, [], "pages reported faults");
    },
    async stop() {
      await browser.close();
      await host.stop();
      visitorWire?.stop();
      agentWire?.stop();
      await stage.server.stop();
    },
  };
  return stage;
}
