/**
 * Makes the picture of the README from the running product: the desk, and the shop's page with the box on it.
 * `npm run readme-picture --workspace @entrenous/e2e`; the tests never change it.
 */
import { fileURLToPath } from "node:url";
import { setStage } from "./stand/stage.mjs";

const PICTURE = fileURLToPath(new URL("../docs/pictures/desk-and-box.png", import.meta.url));

const stage = await setStage();
try {
  await makePicture();
} finally {
  await stage.clear();
  await stage.stop();
}

async function makePicture() {
  const shop = { viewport: { width: 430, height: 800 } };
  const visitor = await stage.visitor(`${stage.server.url}/demo/bowls/lune/?cart=lune-16.2`, shop);
  await visitor.page.evaluate(() => {
    window.smartsupp("name", "Inès Moreau");
    window.smartsupp("email", "ines@moreau.example");
  });
  const [camille, luc] = [
    await stage.agent(0, { viewport: { width: 1280, height: 820 } }),
    await stage.agent(1, { viewport: { width: 1280, height: 820 } }),
  ];
  await visitor.box.open();
  await visitor.box.say("Hello, is the Lune bowl dishwasher safe?");
  await visitor.box.sent("Hello, is");
  await camille.desk.openConversation("Hello, is");
  await camille.desk.reply("Hello Inès, Camille here. Yes, the glaze is fine up to 60\u00a0°C.");
  await visitor.box.message("Camille here").waitFor();
  await visitor.box.say("Lovely. I take two. Could you wrap them as a gift?");
  await visitor.box.sent("Lovely");
  await luc.desk.openConversation("Lovely");
  await luc.desk.composer.getByRole("button", { name: "Note" }).click();
  await luc.desk.reply("The straw paper is in the second drawer.");
  await camille.desk.message("straw paper").waitFor();
  await camille.desk.reply("With pleasure, in straw paper and without plastic.");
  await visitor.box.message("straw paper").waitFor();
  await visitor.box.log.getByText(/Read/).last().waitFor();
  await camille.page.mouse.move(640, 2);
  await camille.page.locator(".viewers").waitFor();
  const desk = await camille.page.screenshot();
  const box = await visitor.page.screenshot();
  await compose(desk, box);
}

/** Both on warm paper, the box before the desk. */
async function compose(desk, box) {
  const person = await stage.person({ viewport: { width: 1500, height: 940 } });
  const page = await person.newPage();
  const source = (picture) => `data:image/png;base64,${picture.toString("base64")}`;
  await page.setContent(`<style>
    body { margin: 0; width: 1500px; height: 940px; position: relative; background: #f1ece2; }
    img { position: absolute; display: block; border-radius: 14px; }
    .desk { left: 40px; top: 40px; width: 1210px; box-shadow: 0 2px 4px #2a242014, 0 24px 56px -16px #2a242059; }
    .box { right: 40px; bottom: 40px; width: 390px; border-radius: 20px; box-shadow: 0 2px 4px #2a242022, 0 28px 64px -12px #2a242073; }
  </style><img class="desk" src="${source(desk)}"><img class="box" src="${source(box)}">`);
  await page.screenshot({ path: PICTURE });
}
