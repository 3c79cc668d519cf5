/**
 * Tokens that open nothing: forged, expired, of another site, for another purpose, of an answer that counts no more.
 * Each is refused in words, and nothing that came with it is on the disk afterwards.
 */
import assert from "node:assert/strict";
import { createHmac, randomBytes } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { eventually } from "../stand/eventually.mjs";
import { ownerOf } from "../stand/owner.mjs";
import { startServer } from "../stand/server.mjs";

const YES = { statistics: true, recording: false, marketing: true };
const NO = { statistics: false, recording: false, marketing: false };
const TEN_MINUTES_MS = 600_000;

let server;
/** Chat keys of two sites that use both purposes. */
let key;
let otherKey;
before(async () => {
  server = await startServer();
  const owner = await ownerOf(server);
  const privacy = { statistics: true, marketing: true, recording: false, shows_bar: true, gpc: "strict" };
  [key, otherKey] = await Promise.all(
    ["One", "Other"].map(async (name) => (await owner.newSite(name, { privacy })).chat_key),
  );
});
after(() => server.stop());

const random = (characters) => randomBytes(48).toString("base64url").slice(0, characters);

/** A browser that answers; gives the tokens and how to answer again. */
async function browserOf(chatKey) {
  const subject = random(43);
  const answer = async (choices, event = "answered") => {
    const entry = { client_id: random(22), subject, event, source: "own", choices };
    const body = JSON.stringify({ ...entry, text: null, shown: null, method: "button", gpc: "none" });
    const headers = { "content-type": "application/json" };
    const told = await fetch(`${server.url}/api/sites/${chatKey}/consent`, { method: "POST", headers, body });
    assert.equal(told.status, 200);
    return told.json();
  };
  return { answer, scopes: (await answer(YES)).scopes };
}

/** Sends what a purpose's module sends; `canary` is in every text of it. */
async function send(chatKey, path, authorization, canary) {
  const page = {
    visit: `${canary}${random(22)}`,
    url: `https://shop.example/${canary}`,
    title: canary,
    referrer: `https://from.example/${canary}`,
  };
  const answer = await fetch(`${server.url}/api/sites/${chatKey}/${path}`, {
    method: "POST",
    headers: { "content-type": "application/json", ...(authorization && { authorization }) },
    // A counter has no room for words.
    body: JSON.stringify(path === "pages" ? page : { count: 7 }),
  });
  const text = await answer.text();
  return [answer.status, text ? JSON.parse(text).code : undefined];
}

/** The files below the data folder in which one of the texts stands: as it is, as UTF-16, in base64 or in hexadecimal. */
async function filesWith(text) {
  const forms = [
    Buffer.from(text),
    Buffer.from(text, "utf16le"),
    Buffer.from(Buffer.from(text).toString("hex")),
    // At each of the three places where a triple of bytes can begin, without what depends on its neighbours.
    ...[0, 1, 2].map((shift) =>
      Buffer.from(
        Buffer.concat([Buffer.alloc(shift), Buffer.from(text)])
          .toString("base64")
          .slice(4, -4),
      ),
    ),
  ];
  const found = [];
  for (const entry of await readdir(server.dataDir, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const content = await readFile(join(entry.parentPath ?? entry.path, entry.name)).catch(() => Buffer.of());
    if (forms.some((form) => content.includes(form))) found.push(entry.name);
  }
  return found;
}

/** Signs as this installation does, with the key file that only who runs the server can read. */
async function sign(text) {
  const file = Buffer.from((await readFile(join(server.dataDir, "installation.key"), "utf8")).trim(), "hex");
  const scope = createHmac("sha256", file).update("entrenous/scope").digest();
  return `${text}.${createHmac("sha256", scope).update(text).digest("base64url")}`;
}

/** The same token with another text at a place, signed anew: `v1 site subject purpose entry version end`. */
async function resigned(token, place, text) {
  const parts = token.split(".").slice(0, 7);
  parts[place] = text;
  return sign(parts.join("."));
}

test("every token that is not exactly right is refused, and nothing of what came with it is kept", async () => {
  const mine = await browserOf(key);
  const others = await browserOf(otherKey);
  const changed = await browserOf(key);
  const withdrawn = await browserOf(key);
  await changed.answer(YES);
  await withdrawn.answer(NO, "withdrawn");
  const { statistics, marketing } = mine.scopes;
  const later = `${Date.now() + TEN_MINUTES_MS}`;
  const tokens = {
    "no header": [undefined, undefined],
    "no token": ["Scope ", "Scope "],
    "another scheme": [`Bearer ${statistics}`, `Bearer ${marketing}`],
    "another purpose": [`Scope ${marketing}`, `Scope ${statistics}`],
    "another site": [`Scope ${others.scopes.statistics}`, `Scope ${others.scopes.marketing}`],
    "an older answer": [`Scope ${changed.scopes.statistics}`, `Scope ${changed.scopes.marketing}`],
    "an answer taken back": [`Scope ${withdrawn.scopes.statistics}`, `Scope ${withdrawn.scopes.marketing}`],
    "a changed signature": [statistics, marketing].map(
      (token) => `Scope ${token.slice(0, -2)}${token.endsWith("AA") ? "BB" : "AA"}`,
    ),
    "a longer life": [statistics, marketing].map(
      (token) => `Scope ${token.replace(/\.\d+(\.[^.]*)$/, `.${later}$1`)}`,
    ),
    "a changed purpose": [
      `Scope ${marketing.replace(".marketing.", ".statistics.")}`,
      `Scope ${statistics.replace(".statistics.", ".marketing.")}`,
    ],
    "no signature": [statistics, marketing].map((token) => `Scope ${token.replace(/\.[^.]*$/, ".")}`),
    // Signed with our own key, which is more than any forger has.
    expired: await Promise.all(
      [statistics, marketing].map(async (token) => `Scope ${await resigned(token, 6, `${Date.now() - 1}`)}`),
    ),
    "an entry that is none": await Promise.all(
      [statistics, marketing].map(
        async (token) => `Scope ${await resigned(token, 4, token.split(".")[4].replace(/.$/, "z"))}`,
      ),
    ),
  };
  const canary = `canary${random(12)}`;
  for (const [what, [forPages, forVisits]] of Object.entries(tokens)) {
    assert.deepEqual(await send(key, "pages", forPages, canary), [403, "forbidden"], `${what}, pages`);
    assert.deepEqual(await send(key, "visits", forVisits, canary), [403, "forbidden"], `${what}, visits`);
  }
  assert.deepEqual(await filesWith(canary), []);

  // The same token in its time opens the door, and the same look finds what it brought: the refusals meant something.
  const found = `canary${random(12)}`;
  const resignedAsIs = await resigned(statistics, 6, later);
  assert.deepEqual(await send(key, "pages", `Scope ${resignedAsIs}`, found), [204, undefined]);
  assert.deepEqual(await send(key, "visits", `Scope ${marketing}`, found), [204, undefined]);
  await eventually(async () => (await filesWith(found)).length > 0, "what was allowed is on the disk");
  assert.deepEqual(await filesWith(canary), [], "after all of it has been written");
});

test("the refused stay away after the server was stopped and everything was written", async () => {
  const { scopes, answer } = await browserOf(key);
  await answer(NO, "withdrawn");
  const canary = `canary${random(12)}`;
  assert.deepEqual(await send(key, "pages", `Scope ${scopes.statistics}`, canary), [403, "forbidden"]);
  const { dataDir } = server;
  await server.stop({ keepData: true });
  assert.deepEqual(await filesWith(canary), []);
  server = await startServer({ dataDir });
  assert.deepEqual(await filesWith(canary), []);
});
