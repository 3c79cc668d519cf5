import { expect, test } from "vitest";
import { createHttp, HttpError } from "./http.ts";

function answering(status: number, body: string) {
  const calls: { url: string; init: RequestInit }[] = [];
  const fetch = async (url: RequestInfo | URL, init?: RequestInit) => {
    calls.push({ url: String(url), init: init ?? {} });
    return new Response(status === 204 ? null : body, { status });
  };
  return { calls, fetch: fetch as typeof globalThis.fetch };
}

test("a visitor's call carries the bearer and no cookies", async () => {
  const { calls, fetch } = answering(200, '{"messages":[]}');
  const http = createHttp({
    baseUrl: "https://chat.example",
    bearer: () => "tok",
    language: () => "fr",
    fetch,
  });
  await http.get("/api/visitor/messages", { conversation_id: "cv 1", after_seq: 0, before_seq: undefined });
  expect(calls[0]?.url).toBe("https://chat.example/api/visitor/messages?conversation_id=cv%201&after_seq=0");
  expect(calls[0]?.init.credentials).toBe("omit");
  expect(calls[0]?.init.headers).toEqual({ authorization: "Bearer tok", "accept-language": "fr" });
});

test("an agent's call stays on the same origin and sends JSON", async () => {
  const { calls, fetch } = answering(204, "");
  const http = createHttp({ baseUrl: "", fetch });
  expect(await http.send("POST", "/api/agent/logout")).toBeUndefined();
  expect(calls[0]?.init).toMatchObject({
    credentials: "same-origin",
    body: "{}",
    headers: { "content-type": "application/json" },
  });
});

test("a refusal brings the server's code, sentence and fields", async () => {
  const { fetch } = answering(
    422,
    '{"code":"invalid_field","message":"Check the address.","request_id":"r1","fields":[{"field":"email","message":"No @."}]}',
  );
  const error = await createHttp({ baseUrl: "", fetch })
    .send("POST", "/x")
    .catch((caught: unknown) => caught);
  expect(error).toBeInstanceOf(HttpError);
  expect(error).toMatchObject({ status: 422, code: "invalid_field", message: "Check the address." });
  expect((error as HttpError).fields[0]?.field).toBe("email");
});

test("a proxy's page instead of our envelope counts as unavailable", async () => {
  const { fetch } = answering(502, "<html>Bad gateway</html>");
  await expect(createHttp({ baseUrl: "", fetch }).get("/x")).rejects.toMatchObject({ code: "unavailable" });
});

test("no answer is a network error without a time to retry", async () => {
  const fetch = (() => Promise.reject(new TypeError("offline"))) as typeof globalThis.fetch;
  await expect(createHttp({ baseUrl: "", fetch }).get("/x")).rejects.toMatchObject({
    status: 0,
    code: "network",
    retryAfterMs: undefined,
  });
});
