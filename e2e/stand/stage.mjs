/** What most journeys need: a server with the demo on it, a website that uses it, a browser. */
import assert from "node:assert/strict";
import { boxIn } from "./box.mjs";
import { newPerson, startBrowser } from "./browser.mjs";
import { deskIn } from "./desk.mjs";
import { startHost } from "./host.mjs";
import { startServer } from "./server.mjs";

/** Starts everything; `stop` ends it. */
export async function setStage() {
  const [server, browser] = await Promise.all([startServer(), startBrowser()]);
  const chatKey = await server.chatKey();
  const host = await startHost({ serverUrl: server.url, chatKey });
  let people = [];
  const stage = {
    server,
    browser,
    chatKey,
    host,
    async person(options) {
      const person = await newPerson(browser, options);
      people.push(person);
      return person;
    },
    /** A visitor on a page of the website; the box is not open yet. */
    async visitor(path = "/official", options) {
      const person = await stage.person(options);
      const page = await person.newPage();
      await page.goto(path.startsWith("http") ? path : `${host.url}${path}`);
      return { ...person, page, box: boxIn(page) };
    },
    /** An agent of the demo at the desk: 0 is the owner, 1 the colleague. */
    async agent(which = 0, options) {
      const person = await stage.person(options);
      const page = await person.newPage();
      const desk = deskIn(page, server);
      await desk.signIn(server.agents[which]);
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
      await server.stop();
    },
  };
  return stage;
}
