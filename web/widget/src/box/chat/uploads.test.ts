import { HttpError } from "@entrenous/protocol/http.ts";
import { settle } from "@entrenous/protocol/testing/manual-time.ts";
import { expect, test } from "vitest";
import { Uploads } from "./uploads.ts";

function world(answer: () => Promise<{ id: string }>) {
  const done: string[] = [];
  let cancelled = 0;
  let progress: (sent: number) => void = () => {};
  let ids = 0;
  const uploads = new Uploads({
    http: {} as never,
    begin: async () => {},
    newId: () => `u${++ids}`,
    limitBytes: () => 1000,
    onChange: () => {},
    onDone: (file) => done.push(file.id),
    upload: (_http, _path, file, onProgress) => {
      progress = onProgress;
      return {
        done: answer().then(({ id }) => ({
          id,
          name: file.name,
          content_type: "text/plain",
          size: file.size,
        })),
        cancel: () => {
          cancelled += 1;
        },
      };
    },
  });
  return { uploads, done, cancelled: () => cancelled, progress: (sent: number) => progress(sent) };
}
const file = (size: number) => new File([new Uint8Array(size)], "a.txt");

test("shows its progress and becomes a message", async () => {
  let finish: (stored: { id: string }) => void = () => {};
  const { uploads, done, progress } = world(() => new Promise((resolve) => (finish = resolve)));
  uploads.add([file(100)]);
  await settle();
  progress(62);
  expect(uploads.files).toEqual([{ id: "u1", name: "a.txt", sizeBytes: 100, sentBytes: 62 }]);
  finish({ id: "up_1" });
  await settle();
  expect(uploads.files).toEqual([]);
  expect(done).toEqual(["up_1"]);
});

test("a file that is too large or empty is not sent at all", async () => {
  const { uploads, done } = world(() => Promise.reject(new Error("must not be called")));
  uploads.add([file(1001), file(0)]);
  await settle();
  expect(uploads.files.map(({ failure }) => failure)).toEqual([
    { reason: "too_large", limitBytes: 1000 },
    { reason: "empty" },
  ]);
  expect(done).toEqual([]);
});

test("a lost connection can be tried again", async () => {
  let attempts = 0;
  const { uploads, done } = world(() =>
    ++attempts === 1 ? Promise.reject(new HttpError(0, "network", "")) : Promise.resolve({ id: "up_2" }),
  );
  uploads.add([file(10)]);
  await settle();
  expect(uploads.files[0]?.failure).toEqual({ reason: "network" });
  uploads.retry("u1");
  await settle();
  expect(done).toEqual(["up_2"]);
});

test("the server's own sentence is shown for what only it can know", async () => {
  const { uploads } = world(() => Promise.reject(new HttpError(503, "storage_full", "No room left.")));
  uploads.add([file(10)]);
  await settle();
  expect(uploads.files[0]?.failure).toEqual({ reason: "server", message: "No room left." });
});

test("a cancelled file never becomes a message", async () => {
  let finish: (stored: { id: string }) => void = () => {};
  const { uploads, done, cancelled } = world(() => new Promise((resolve) => (finish = resolve)));
  uploads.add([file(10)]);
  await settle();
  uploads.remove("u1");
  finish({ id: "up_1" });
  await settle();
  expect(cancelled()).toBe(1);
  expect(uploads.files).toEqual([]);
  expect(done).toEqual([]);
});

test("files become messages in the order in which they were chosen, whichever is stored first", async () => {
  const finish: ((stored: { id: string }) => void)[] = [];
  const { uploads, done } = world(() => new Promise((resolve) => finish.push(resolve)));
  uploads.add([file(900), file(10), file(20)]);
  await settle();
  finish[1]?.({ id: "up_small" });
  await settle();
  expect(done).toEqual([]);
  finish[0]?.({ id: "up_large" });
  await settle();
  expect(done).toEqual(["up_large", "up_small"]);
  finish[2]?.({ id: "up_last" });
  await settle();
  expect(done).toEqual(["up_large", "up_small", "up_last"]);
  expect(uploads.files).toEqual([]);
});

test("a failed file holds up nothing, and files given up with the session never become messages", async () => {
  const finish: [(stored: { id: string }) => void, (error: unknown) => void][] = [];
  const { uploads, done } = world(() => new Promise((resolve, reject) => finish.push([resolve, reject])));
  uploads.add([file(900), file(10)]);
  await settle();
  finish[1]?.[0]({ id: "up_small" });
  await settle();
  finish[0]?.[1](new HttpError(0, "network", ""));
  await settle();
  expect(done).toEqual(["up_small"]);
  uploads.add([file(10), file(20)]);
  await settle();
  finish[3]?.[0]({ id: "up_waiting" });
  await settle();
  uploads.clear();
  expect(done).toEqual(["up_small"]);
});
