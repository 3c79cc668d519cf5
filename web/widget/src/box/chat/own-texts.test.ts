import { expect, test } from "vitest";
import { ownTexts } from "./own-texts.ts";

const OWN = {
  greeting_title: "Welcome",
  greeting_text: "Ask us",
  offline_text: "Closed",
  notice_text: "Be careful",
  form_text: "Who are you",
};

test("the owner's words stand for the product's, and give way to the page's", () => {
  expect(ownTexts(undefined, {}).greeting_title).toBe("");
  expect(ownTexts(OWN, {})).toEqual(OWN);
  expect(ownTexts(OWN, { "box.form.offline": "Write to us", "box.composer.send": "Go" })).toEqual({
    ...OWN,
    form_text: "",
  });
});
