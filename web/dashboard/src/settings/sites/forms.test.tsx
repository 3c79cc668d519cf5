import { screen } from "@testing-library/react";
import { beforeEach, describe, expect, it } from "vitest";
import frenchBox from "../../../../../locales/fr/box.json";
import frenchForms from "../../../../../locales/fr/forms.json";
import frenchGreeting from "../../../../../locales/fr/greeting.json";
import type { ChatBoxSettings } from "../../api/shapes.ts";
import { meOut, siteOut } from "../../testing/answers.ts";
import { answer, open } from "../../testing/app.tsx";

const ONE_GROUP = [{ id: "gr_1", key: "care", name: "Care", agent_ids: [] }];
const EVERYTHING: Partial<ChatBoxSettings> = {
  contact_form: { when: "always", name: true, email: true, phone: true, group: true },
  notice_tick_required: true,
  launcher_style: "greeting",
};

beforeEach(() => answer("get", "/api/agent/me", meOut()));

/** The page of a French site, read by an English owner. */
async function openFrench(chatBox: Partial<ChatBoxSettings>, groups = ONE_GROUP) {
  const site = siteOut({ language: "fr", groups });
  const given = { ...site, chat_box: { ...site.chat_box, ...chatBox } };
  answer("get", "/api/agent/sites", { sites: [given] });
  answer("get", "/api/agent/sites/st_1", given);
  const { user } = await open("/settings/sites/st_1/forms");
  await screen.findByText(frenchForms["box.form.question"]);
  return user;
}

/** What the picture says from top to bottom, in pieces as they stand in the document. */
function said(): string[] {
  const stage = document.querySelector(".preview-stage");
  const walker = document.createTreeWalker(stage ?? document, NodeFilter.SHOW_TEXT);
  const pieces: string[] = [];
  while (walker.nextNode()) pieces.push(`${walker.currentNode.nodeValue}`.trim());
  return pieces.filter(Boolean);
}

const NAME = "Atelier Brume";
const tick = frenchBox["box.notice.tick"].replace("{site}", NAME);
const notice = [...frenchBox["box.notice.to"].split("{site}"), frenchBox["box.notice.use"]];
const noticeSaid = [`${notice[0]}`.trim(), NAME, `${notice[1]}`.trim(), `${notice[2]}`];

describe("the preview of the forms", () => {
  it("has the form's fields, words and order of the real chat box, in the language of the site", async () => {
    await openFrench(EVERYTHING);
    expect(said()).toEqual([
      "A",
      NAME,
      frenchBox["box.header.online"],
      frenchForms["box.form.intro"],
      frenchForms["box.form.name"],
      frenchForms["box.form.email"],
      frenchForms["box.form.phone"],
      frenchForms["box.form.optional"],
      frenchForms["box.form.group"],
      frenchForms["box.form.optional"],
      frenchForms["box.form.group_any"],
      frenchForms["box.form.question"],
      ...noticeSaid,
      tick,
      frenchForms["box.form.start"],
      frenchGreeting["box.teaser.title"],
      frenchGreeting["box.teaser.online"],
    ]);
  });

  it("shows the offline form while nobody is there, and no greeting and no question about groups that do not exist", async () => {
    const user = await openFrench(EVERYTHING, []);
    await user.click(screen.getByRole("button", { name: "Nobody there" }));
    expect(said()).toEqual([
      NAME,
      frenchBox["box.header.offline"],
      frenchBox["box.offline.strip_email"],
      frenchBox["box.form.offline"],
      frenchForms["box.form.name"],
      frenchForms["box.form.email"],
      frenchForms["box.form.phone"],
      frenchForms["box.form.optional"],
      frenchForms["box.form.message"],
      ...noticeSaid,
      tick,
      frenchForms["box.form.send"],
    ]);
  });

  it("ends a conversation as the real chat box does, and says where the transcript is asked for", async () => {
    const user = await openFrench(EVERYTHING);
    await user.click(screen.getByRole("button", { name: "At the end" }));
    expect(said()).toEqual([
      "A",
      NAME,
      frenchBox["box.header.ended"],
      ...noticeSaid,
      frenchBox["box.system.closed"],
      frenchForms["box.rating.title"],
      frenchForms["box.rating.bad"],
      frenchForms["box.rating.normal"],
      frenchForms["box.rating.good"],
      frenchForms["box.rating.comment"],
      frenchForms["box.form.optional"],
      frenchForms["box.rating.skip"],
      frenchForms["box.rating.send"],
      frenchBox["box.ended.new"],
    ]);
    expect(screen.getByText(`The ⋯ menu has “${frenchBox["box.menu.transcript"]}”.`)).toBeTruthy();
  });
});
