/**
 * One language and one colour scheme through every place: a picture at each width, nothing wider than the
 * screen, nothing that axe finds serious. The pictures land in `pictures/`, which is not committed.
 */
import assert from "node:assert/strict";
import { mkdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { barriers, withAxe } from "./accessible.mjs";
import { inside, OUTSIDE, SHOPS, shop } from "./places.mjs";

const PICTURES = fileURLToPath(new URL("../pictures/", import.meta.url));
const WIDTHS = [360, 768, 1360];

/** Looks at every place; all findings are told together, because one at a time would take all day. */
export async function tour(stage, { language, scheme }) {
  await mkdir(PICTURES, { recursive: true });
  const findings = [];
  const options = {
    locale: language === "fr" ? "fr-FR" : "en-GB",
    colorScheme: scheme,
    viewport: { width: 1360, height: 900 },
  };
  const look = async (page, name) => {
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: width === 360 ? 740 : 900 });
      const wide = await tooWide(page);
      if (wide) findings.push(`${name}, ${width} px: ${wide}`);
      // Colours are the same in every language, and what axe asks of words in every scheme.
      if (width !== 768 && (language === "en" || scheme === "light"))
        for (const barrier of await barriers(page)) findings.push(`${name}, ${width} px: ${barrier}`);
      await page.screenshot({ path: `${PICTURES}${name}-${language}-${scheme}-${width}.png` });
    }
    await page.setViewportSize({ width: 1360, height: 900 });
  };

  const visitor = await stage.person(options);
  await withAxe(visitor.context);
  const shopPage = await visitor.newPage();
  const { path, ...folders } = SHOPS[language];
  for (const [name, go] of shop(`${stage.server.url}/demo/${path}`, folders)) {
    await go(shopPage);
    await look(shopPage, name);
  }

  const stranger = await stage.person(options);
  await withAxe(stranger.context);
  const outside = await stranger.newPage();
  for (const [name, go] of OUTSIDE) {
    await go(outside, stage.server.dashboard);
    await look(outside, name);
  }

  const owner = await stage.person(options);
  await withAxe(owner.context);
  const page = await owner.newPage();
  const siteId = await signIn(page, stage.server, language);
  for (const [name, go] of inside(siteId)) {
    await go(page, stage.server.dashboard);
    await look(page, name);
  }
  assert.deepEqual(findings, []);
}

/** Signs in without the form, chooses the language, and tells the site's id. */
async function signIn(page, server, language) {
  await page.goto(`${server.dashboard}login`);
  return page.evaluate(
    async ({ email, password, language: chosen }) => {
      const call = (method, path, body) =>
        fetch(path, {
          method,
          headers: { "content-type": "application/json" },
          ...(body && { body: JSON.stringify(body) }),
        });
      await call("POST", "/api/agent/login", { email, password });
      await call("PATCH", "/api/agent/me", { language: chosen });
      return (await (await call("GET", "/api/agent/sites")).json()).sites[0].id;
    },
    { ...server.agents[0], language },
  );
}

/** In words, what sticks out of the screen; undefined when nothing does. */
function tooWide(page) {
  return page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    if (scrollWidth <= clientWidth) return undefined;
    const out = [...document.querySelectorAll("body *")].filter(
      (element) => element.getBoundingClientRect().right > clientWidth + 1,
    );
    const names = out.slice(0, 3).map((element) => `${element.tagName.toLowerCase()}.${element.className}`);
    return `the page is ${scrollWidth} px wide (${names.join(", ")})`;
  });
}
