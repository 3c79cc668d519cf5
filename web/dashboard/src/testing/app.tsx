/** The whole dashboard in a test: the real router and pages, a server that answers what the test says. */
import { createMemoryHistory } from "@tanstack/react-router";
import { render } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { HttpResponse, http, type JsonBodyType, ws } from "msw";
import { setupServer } from "msw/node";
import type { AgentOut, ErrorCode, ErrorOut } from "../api/shapes.ts";
import { App, createApplication } from "../app.tsx";
import type { Language } from "../i18n/catalogue.ts";
import { setLanguage } from "../i18n/language.ts";
import { errorOut } from "./answers.ts";

/** What pages ask for beside what a test is about, above all the desk's own connection: they find nobody. */
const quietDesk = [
  http.post("/api/agent/ticket", () => HttpResponse.json(errorOut("restarting"), { status: 503 })),
  http.get("/api/agent/agents", () => HttpResponse.json({ agents: [] })),
  http.get("/api/agent/sites", () => HttpResponse.json({ sites: [] })),
  http.get("/api/agent/conversations", () =>
    HttpResponse.json({ items: [], counts: { mine: 0, unassigned: 0, all: 0 }, positions: [] }),
  ),
  // A site's pages look for refused ones; none are.
  http.get("/api/agent/sites/:siteId/pages", () => HttpResponse.json({ now: 0, pages: [] })),
  ws.link("ws://localhost/ws/agent").addEventListener("connection", () => undefined),
];

/** The desk gets a socket, and is told who the agents are and whether they are there. */
export function welcomeDesk(agents: readonly AgentOut[]): void {
  answer("post", "/api/agent/ticket", { ticket: "tk_test" });
  const welcomed = {
    type: "welcomed",
    agent_id: agents[0]?.id ?? "",
    epoch: "e1",
    positions: [],
    agents,
    limits: { frame_bytes: 65_536, text_chars: 4_000, file_bytes: 10, frames_per_10s: 100 },
    heartbeat_ms: 15_000,
  };
  server.use(
    ws.link("ws://localhost/ws/agent").addEventListener("connection", ({ client }) => {
      client.addEventListener("message", () => client.send(JSON.stringify(welcomed)), { once: true });
    }),
  );
}

/** Refuses every request that the test has not given an answer for. */
export const server = setupServer(...quietDesk);

/** A call as the server of the test got it. */
export interface Received {
  readonly path: string;
  readonly body: unknown;
}

/** Answers `method path` with `answer` (`undefined`: 204); gives the calls it got, oldest first. */
export function answer<Out extends JsonBodyType>(
  method: "get" | "post" | "patch" | "put" | "delete",
  path: string,
  out: Out | ((body: unknown) => Out),
): Received[] {
  const calls: Received[] = [];
  server.use(
    http[method](path, async ({ request }) => {
      const body: unknown = method === "get" ? undefined : await request.json();
      calls.push({ path: new URL(request.url).pathname, body });
      const value = typeof out === "function" ? out(body) : out;
      return value === undefined ? new HttpResponse(null, { status: 204 }) : HttpResponse.json(value);
    }),
  );
  return calls;
}

/** Refuses `method path` with the envelope of the protocol. */
export function refuse(
  method: "get" | "post" | "patch" | "put" | "delete",
  path: string,
  status: number,
  code: ErrorCode,
  fields?: ErrorOut["fields"],
): void {
  server.use(http[method](path, () => HttpResponse.json(errorOut(code, fields), { status })));
}

/** Opens the dashboard at an address below `/app`. */
export async function open(path: string, language: Language = "en") {
  await setLanguage(language);
  const application = createApplication(createMemoryHistory({ initialEntries: [`/app${path}`] }));
  render(<App {...application} />);
  return { router: application.router, user: userEvent.setup() };
}
