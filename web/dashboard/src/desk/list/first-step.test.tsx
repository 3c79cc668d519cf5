import { screen } from "@testing-library/react";
import { expect, it } from "vitest";
import { agentOut, meOut, siteOut } from "../../testing/answers.ts";
import { answer, open } from "../../testing/app.tsx";
import { siteToInstall } from "./first-step.tsx";

const WAY = "Put the chat on your site";

it("an inbox that never held anything leads its owner to the code of the site", async () => {
  answer("get", "/api/agent/me", meOut());
  answer("get", "/api/agent/sites", { sites: [siteOut()] });
  await open("/inbox");
  const way = await screen.findByRole("link", { name: WAY });
  expect(way.getAttribute("href")).toBe("/app/settings/sites/st_1/install");
});

it("an agent who may not change sites is not sent to their settings, and nothing is asked for it", async () => {
  answer("get", "/api/agent/me", meOut({ agent: agentOut({ role: "agent" }) }));
  const asked = answer("get", "/api/agent/sites", { sites: [siteOut()] });
  await open("/inbox");
  expect(await screen.findByText("Nothing for you at the moment")).toBeTruthy();
  expect(screen.queryByRole("link", { name: WAY })).toBeNull();
  // The desk's own names of sites, and no second question.
  expect(asked).toHaveLength(1);
});

const here = siteOut({ id: "st_1", seen_at: 1 });
const live = siteOut({ id: "st_2", seen_at: 1, seen_origin: "https://shop.example" });

it.each([
  [
    "nothing was ever closed and only this server's own page was seen",
    { anyClosed: false, sites: [here] },
    "st_1",
  ],
  ["something was closed", { anyClosed: true, sites: [here] }, undefined],
  ["any site is live", { anyClosed: false, sites: [here, live] }, undefined],
  ["there is no site", { anyClosed: false, sites: [] }, undefined],
  ["it is not known yet", { anyClosed: undefined, sites: [here] }, undefined],
  ["the sites are not known yet", { anyClosed: false, sites: undefined }, undefined],
])("the site to install when %s", (_, known, expected) => {
  expect(siteToInstall(known)).toBe(expected);
});
