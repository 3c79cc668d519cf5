/** Files and pictures go both ways, by button, paste and drop. */
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, afterEach, before, test } from "node:test";
import { eventually } from "../stand/eventually.mjs";
import { setStage } from "../stand/stage.mjs";

let stage;
let picture;
before(async () => {
  stage = await setStage();
  const { page } = await stage.visitor("/plain", { viewport: { width: 320, height: 200 } });
  picture = await page.screenshot();
  await stage.clear();
});
afterEach(() => stage.clear());
after(() => stage.stop());

/** Chooses files by the button, as a person does. */
async function choose(page, button, files) {
  const [chooser] = await Promise.all([page.waitForEvent("filechooser"), button.click()]);
  await chooser.setFiles(files);
}

/** Hands files over as the clipboard (`paste`) or the pointer (`drop`) would. */
function hand(target, kind, name, type, base64) {
  return target.evaluate(
    (element, file) => {
      const bytes = Uint8Array.from(atob(file.base64), (character) => character.charCodeAt(0));
      const data = new DataTransfer();
      data.items.add(new File([bytes], file.name, { type: file.type }));
      const init = { bubbles: true, cancelable: true, composed: true };
      if (file.kind === "paste")
        element.dispatchEvent(new ClipboardEvent("paste", { ...init, clipboardData: data }));
      else
        for (const event of ["dragenter", "dragover", "drop"])
          element.dispatchEvent(new DragEvent(event, { ...init, dataTransfer: data }));
    },
    { kind, name, type, base64 },
  );
}

/** The picture is shown, not only mentioned. */
function isShown(image) {
  return eventually(
    () => image.evaluate((element) => element.complete && element.naturalWidth > 0),
    "the picture is shown",
  );
}

async function download(page, button) {
  const [file] = await Promise.all([page.waitForEvent("download"), button.click()]);
  return { name: file.suggestedFilename(), bytes: await readFile(await file.path()) };
}

test("a visitor sends a picture and a document, the agent sees and gets them", async () => {
  const agent = await stage.agent();
  const { page, box } = await stage.visitor();
  await box.open();
  await box.say("Two files for you");
  await box.sent("Two files for you");
  await agent.desk.openConversation("Two files for you");
  const attach = box.dialog.getByRole("button", { name: "Attach a file" });
  const text = Buffer.from("Order 20418\n".repeat(200));
  await choose(page, attach, [
    { name: "bol ébréché.png", mimeType: "image/png", buffer: picture },
    { name: "order.txt", mimeType: "text/plain", buffer: text },
  ]);
  await isShown(box.log.getByRole("img", { name: "bol ébréché.png" }));
  await isShown(agent.desk.log.getByRole("img", { name: /bol ébréché\.png/ }));
  const got = await download(
    agent.page,
    agent.desk.log
      .getByRole("link", { name: /order\.txt/ })
      .or(agent.desk.log.getByRole("button", { name: /order\.txt/ })),
  );
  assert.equal(got.name, "order.txt");
  assert.deepEqual(got.bytes, text);
});

test("an agent sends a picture and a document, the visitor sees and gets them", async () => {
  const agent = await stage.agent();
  const { page, box } = await stage.visitor();
  await box.open();
  await box.say("May I have the invoice?");
  await box.sent("May I have the invoice?");
  await agent.desk.openConversation("May I have the invoice?");
  const pdf = Buffer.from("%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n");
  await choose(agent.page, agent.desk.composer.getByRole("button", { name: "Attach files" }), [
    { name: "invoice.pdf", mimeType: "application/pdf", buffer: pdf },
    { name: "bowl.png", mimeType: "image/png", buffer: picture },
  ]);
  await isShown(box.log.getByRole("img", { name: "bowl.png" }));
  const got = await download(page, box.log.getByRole("button", { name: /invoice\.pdf/ }));
  assert.equal(got.name, "invoice.pdf");
  assert.deepEqual(got.bytes, pdf);
});

test("pictures can be pasted and dropped on both sides", async () => {
  const agent = await stage.agent();
  const { box } = await stage.visitor();
  await box.open();
  await box.say("Paste and drop");
  await box.sent("Paste and drop");
  await agent.desk.openConversation("Paste and drop");
  const base64 = picture.toString("base64");
  await hand(box.field, "paste", "pasted.png", "image/png", base64);
  await isShown(agent.desk.log.getByRole("img", { name: /pasted\.png/ }));
  await hand(box.dialog, "drop", "dropped.png", "image/png", base64);
  await isShown(agent.desk.log.getByRole("img", { name: /dropped\.png/ }));
  await hand(agent.desk.field, "paste", "from-desk.png", "image/png", base64);
  await isShown(box.log.getByRole("img", { name: "from-desk.png" }));
  await hand(agent.desk.log, "drop", "dropped-at-desk.png", "image/png", base64);
  await isShown(box.log.getByRole("img", { name: "dropped-at-desk.png" }));
});

test("a file that is too large or empty is refused with a reason, and can be taken away", async () => {
  const { page, box } = await stage.visitor();
  await box.open();
  const attach = box.dialog.getByRole("button", { name: "Attach a file" });
  const large = Buffer.alloc(10 * 1024 * 1024 + 1, 1);
  await choose(page, attach, { name: "large.bin", mimeType: "application/octet-stream", buffer: large });
  await box.log.getByRole("alert").filter({ hasText: "Larger than 10.5 MB" }).waitFor();
  await box.log.getByRole("button", { name: "Delete" }).click();
  await choose(page, attach, { name: "empty.txt", mimeType: "text/plain", buffer: Buffer.alloc(0) });
  await box.log.getByRole("alert").filter({ hasText: "The file is empty" }).waitFor();
  await box.log.getByRole("button", { name: "Delete" }).click();
  assert.equal(await box.log.getByRole("alert").count(), 0);
});

test("a page disguised as a picture is never run", async () => {
  const agent = await stage.agent();
  const { page, box } = await stage.visitor();
  await box.open();
  await box.say("A strange file");
  await box.sent("A strange file");
  await agent.desk.openConversation("A strange file");
  const evil = Buffer.from("<html><script>top.evil = 1</script></html>");
  await choose(page, box.dialog.getByRole("button", { name: "Attach a file" }), {
    name: "evil.svg",
    mimeType: "image/svg+xml",
    buffer: evil,
  });
  await agent.desk.log.getByText("evil.svg").waitFor();
  assert.equal(await agent.desk.log.locator("img[alt*='evil.svg']").count(), 0, "not drawn as a picture");
  const answer = await agent.page.evaluate(async () => {
    const address = [...document.querySelectorAll("[role=log] a")]
      .map((link) => link.href)
      .find((href) => href.includes("/uploads/"));
    if (!address) return undefined;
    const response = await fetch(address);
    return [response.headers.get("content-disposition"), response.headers.get("content-security-policy")];
  });
  assert.match(answer[0], /^attachment/);
});
