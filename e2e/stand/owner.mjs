/** The owner of the demo account by plain requests, for journeys that prepare sites and do not look at the desk. */

/** The same look, and visitors write at once although nobody is there. */
export const withoutForm = (chatBox) => ({
  ...chatBox,
  contact_form: { ...chatBox.contact_form, when: "never" },
});

/** Signs in; the answers are bodies as they came. A refusal is an error with its words. */
export async function ownerOf(server) {
  const [{ email, password }] = server.agents;
  let cookie = "";
  async function call(method, path, body) {
    const answer = await fetch(`${server.url}/api/agent/${path}`, {
      method,
      headers: { "content-type": "application/json", cookie },
      ...(body && { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
    const cookies = answer.headers.getSetCookie().map((one) => one.split(";", 1)[0]);
    if (cookies.length > 0) cookie = cookies.join("; ");
    return text ? JSON.parse(text) : undefined;
  }
  await call("POST", "login", { email, password });
  return {
    call,
    /** The demo's own site. */
    site: async () => (await call("GET", "sites")).sites.find(({ name }) => /Atelier/.test(name)),
    /** A further site with these settings: the fields of `PATCH /api/agent/sites/{id}`; no form unless they name one. */
    async newSite(name, settings) {
      const { id, chat_box } = await call("POST", "sites", { name, language: "en" });
      return call("PATCH", `sites/${id}`, {
        ...settings,
        chat_box: { ...withoutForm(chat_box), ...settings.chat_box },
      });
    },
    changeSite: (id, settings) => call("PATCH", `sites/${id}`, settings),
  };
}
