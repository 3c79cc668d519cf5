/** Every place in English, in the dark scheme: pictures, widths, accessibility. */
import { after, afterEach, before, test } from "node:test";
import { setStage } from "../stand/stage.mjs";
import { tour } from "../stand/tour.mjs";

let stage;
before(async () => {
  stage = await setStage();
});
afterEach(() => stage.clear());
after(() => stage.stop());

test("every place in English and dark fits every screen and is accessible", () =>
  tour(stage, { language: "en", scheme: "dark" }));
