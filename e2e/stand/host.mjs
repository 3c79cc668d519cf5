/** A website that is not ours: another origin, with pages that include the chat in the ways people do. */
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { createServer as createTcpServer } from "node:net";
import { dirname, join } from "node:path";
import { build } from "vite";

/** As Smartsupp documents it, with our address in it. */
export function officialSnippet(key, loader, more = "") {
  return `<script>
var _smartsupp = _smartsupp || {};
_smartsupp.key = '${key}';
${more}
window.smartsupp||(function(d) {
  var s,c,o=smartsupp=function(){ o._.push(arguments)};o._=[];
  s=d.getElementsByTagName('script')[0];c=d.createElement('script');
  c.type='text/javascript';c.charset='utf-8';c.async=true;
  c.src='${loader}';s.parentNode.insertBefore(c,s);
})(document);
</script>`;
}

function html(head, body = "", title = "A host page") {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,">${head}</head>
<body><h1>${title}</h1><p>Words of the page.</p><p><button id="own">A button of the page</button></p>${body}</body></html>`;
}

/** Everything a page's style may do to strangers, short of hiding them. */
const HOSTILE_CSS = `body * { box-sizing: content-box !important; font: italic 40px/3 cursive !important; color: lime !important;
  background: magenta !important; opacity: .2 !important; transform: rotate(170deg) !important; float: left !important;
  margin: 30px !important; letter-spacing: 1em !important; text-transform: uppercase !important; border: 9px dotted red !important;
  max-width: 20px !important; direction: rtl; }`;

/** What old libraries did to every page: enumerable prototypes, another JSON of arrays, own `remove`. */
const HOSTILE_SCRIPT = `
Object.prototype.extend = function () { return this; };
Array.prototype.toJSON = function () { return "hijacked"; };
Array.prototype.last = function () { return this[this.length - 1]; };
String.prototype.strip = function () { return "stripped"; };
Element.prototype.remove = function () { if (this.parentNode) this.parentNode.removeChild(this); return this; };
Array.from = function (list) {
  var length = (list && list.length) || 0, all = new Array(length);
  while (length--) all[length] = list[length];
  return all;
};
window.$ = window.jQuery = function () { throw new Error("the page's $"); };
window.name = "a name";
`;

/** Elements whose names hide properties of the document. */
const HOSTILE_NAMES = ["title", "referrer", "addEventListener", "createElement", "body"]
  .map((name) => `<img alt="" name="${name}">`)
  .join("");

/** Starts the website for a server and a chat key; `name` becomes a host under .localhost. */
export async function startHost({ serverUrl, chatKey, name = "shop" }) {
  const require = createRequire(import.meta.url);
  const silent = createTcpServer(() => {}); // Takes connections and never answers.
  await listen(silent);
  const silentUrl = `http://127.0.0.1:${silent.address().port}`;
  const refused = await freePort();
  const loader = `${serverUrl}/loader.js`;
  const relative = loader.replace(/^http:/, "");
  const official = officialSnippet(chatKey, `${relative}?`);
  let bundle;
  const bundled = async () => {
    bundle ??= await bundlePackage(require);
    return bundle;
  };
  const strict = `default-src 'none'; script-src 'self' ${serverUrl}; connect-src ${serverUrl} ${serverUrl.replace(/^http/, "ws")}; style-src 'self'; img-src ${serverUrl} blob: data:; base-uri 'none'; object-src 'none'; require-trusted-types-for 'script'; trusted-types 'none'`;
  const files = new Map();
  const pages = {
    "/plain": () => html(""),
    "/official": () => html(official),
    "/second": () => html(official, "", "Another page"),
    "/named": (query) =>
      html(
        officialSnippet(chatKey, loader, ""),
        `<script>smartsupp('name', ${JSON.stringify(query.get("name"))});</script>`,
      ),
    "/twice": () => html(official + official),
    "/arrays": () =>
      html(
        `<script>window._smartsupp = {}; window.smartsupp = function () { smartsupp._.push(arguments); };
smartsupp._ = [["name", "Array Entry"], ["chat:open"]];</script><script async src="${loader}"></script>
<script>addEventListener("load", () => { _smartsupp.key = "${chatKey}"; });</script>`,
      ),
    "/manual": () =>
      html(
        `<script>SMARTSUPP_AUTOCREATE = false; _smartsupp = { key: "${chatKey}" };</script><script async src="${loader}"></script>`,
      ),
    "/package": () => html("", `<script type="module" src="/package.js"></script>`),
    "/strict": () => html(`<script src="/snippet.js"></script><script async src="${loader}"></script>`),
    "/hostile": () =>
      html(
        `<style>${HOSTILE_CSS}</style><script>${HOSTILE_SCRIPT}</script>${official}`,
        HOSTILE_NAMES,
        "A hostile page",
      ),
    "/refused": () => html(officialSnippet(chatKey, `http://127.0.0.1:${refused}/loader.js`)),
    "/silent": () => html(officialSnippet(chatKey, `${silentUrl}/loader.js`)),
    "/noloader": () => html(officialSnippet(chatKey, `${serverUrl}/api/nothing/loader.js`)),
  };
  const server = createServer(async (request, response) => {
    const url = new URL(request.url, "http://host");
    const answer = (type, body, headers = {}) => {
      response.writeHead(200, { "content-type": `${type}; charset=utf-8`, ...headers });
      response.end(body);
    };
    if (url.pathname === "/package.js") return answer("text/javascript", await bundled());
    if (url.pathname === "/snippet.js") return answer("text/javascript", inlinePart(chatKey));
    const file = files.get(url.pathname);
    if (file) return answer(file.endsWith(".css") ? "text/css" : "text/javascript", await readFile(file));
    const page = pages[url.pathname];
    if (!page) {
      response.writeHead(404).end();
      return undefined;
    }
    const headers = url.pathname === "/strict" ? { "content-security-policy": strict } : {};
    return answer("text/html", page(url.searchParams), headers);
  });
  await listen(server);
  return {
    /** Puts a page of a journey's own on the website, with this in its head. */
    put(path, head, body) {
      pages[path] = () => html(head, body);
    },
    /** Serves a file of an npm package, unchanged, where pages of this website find it. */
    putFile(path, file) {
      files.set(path, require.resolve(file));
    },
    url: `http://${name}.localhost:${server.address().port}`,
    async stop() {
      server.closeAllConnections();
      server.close();
      silent.close();
    },
  };

  /** The npm package, unchanged, as a bundler would put it into a site. */
  async function bundlePackage(resolver) {
    const packageFolder = dirname(resolver.resolve("smartsupp-widget/package.json"));
    const entry = "\0site";
    const { output } = await build({
      configFile: false,
      logLevel: "silent",
      root: packageFolder,
      build: { write: false, minify: false, rollupOptions: { input: "site.js" } },
      plugins: [
        {
          name: "site",
          resolveId: (id) => (id === "site.js" || id.endsWith("/site.js") ? entry : null),
          load: (id) =>
            id === entry
              ? `import * as smartsupp from ${JSON.stringify(join(packageFolder, "lib/index.esm.js"))};
smartsupp.init(${JSON.stringify(chatKey)}, { _loaderUrl: ${JSON.stringify(loader)}, orientation: "left" });
smartsupp.setName("Package Person");
smartsupp.setEmail("package@person.example");
smartsupp.setVariables({ plan: "gold", seats: 3 });
window.sdk = smartsupp;`
              : null,
        },
      ],
    });
    return output[0].code;
  }
}

function inlinePart(key) {
  return `window._smartsupp = window._smartsupp || {};
_smartsupp.key = "${key}";
window.smartsupp = window.smartsupp || function () { smartsupp._.push(arguments); };
smartsupp._ = smartsupp._ || [];
`;
}

function listen(server) {
  return new Promise((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
}

/** A port that nobody listens on. */
async function freePort() {
  const server = createTcpServer();
  await listen(server);
  const { port } = server.address();
  await new Promise((resolve) => {
    server.close(resolve);
  });
  return port;
}
