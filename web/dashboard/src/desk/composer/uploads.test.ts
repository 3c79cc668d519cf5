import { expect, it } from "vitest";
import type { FileOut } from "../state/shapes.ts";
import { Uploads } from "./uploads.ts";

interface Started {
  readonly file: File;
  progress(sent: number): void;
  store(): void;
  fail(): void;
  cancelled: boolean;
}

function world() {
  const started: Started[] = [];
  const stored: string[] = [];
  const uploads = new Uploads(
    (conversationId, file) => stored.push(`${conversationId} ${file.name}`),
    (_, file, progress) => {
      const out: FileOut = { id: "up_1", name: file.name, content_type: "text/plain", size: file.size };
      let settle: { resolve(file: FileOut): void; reject(error: Error): void } | undefined;
      const done = new Promise<FileOut>((resolve, reject) => {
        settle = { resolve, reject };
      });
      const one: Started = {
        file,
        progress,
        store: () => settle?.resolve(out),
        fail: () => settle?.reject(new Error("The disk is full.")),
        cancelled: false,
      };
      started.push(one);
      return {
        done,
        cancel: () => {
          one.cancelled = true;
          settle?.reject(new Error(""));
        },
      };
    },
  );
  return { uploads, started, stored };
}

const file = (name: string, bytes: number) => new File(["x".repeat(bytes)], name);
const settle = () => new Promise<void>((resolve) => queueMicrotask(() => queueMicrotask(resolve)));

it("hands a stored file over and forgets it", async () => {
  const { uploads, started, stored } = world();
  uploads.add("cv_1", [file("a.txt", 3)], 10);
  started[0]?.progress(2);
  expect(uploads.entries().map((one) => one.sentBytes)).toEqual([2]);
  started[0]?.store();
  await settle();
  expect(uploads.entries()).toEqual([]);
  expect(stored).toEqual(["cv_1 a.txt"]);
});

it("hands files over in the order in which they were chosen, whichever is stored first", async () => {
  const { uploads, started, stored } = world();
  uploads.add("cv_1", [file("large.png", 9), file("note.txt", 3)], 10);
  uploads.add("cv_2", [file("elsewhere.txt", 3)], 10);
  started[1]?.store();
  started[2]?.store();
  await settle();
  expect(stored).toEqual(["cv_2 elsewhere.txt"]);
  started[0]?.store();
  await settle();
  expect(stored.slice(1)).toEqual(["cv_1 large.png", "cv_1 note.txt"]);
  expect(uploads.entries()).toEqual([]);
});

it("lets the files behind a failed or cancelled one go on", async () => {
  const { uploads, started, stored } = world();
  uploads.add("cv_1", [file("a", 1), file("b", 1), file("c", 1)], 10);
  started[2]?.store();
  started[0]?.fail();
  await settle();
  expect(stored).toEqual([]);
  uploads.remove(2);
  expect(stored).toEqual(["cv_1 c"]);
  expect(uploads.entries().map((one) => one.file.name)).toEqual(["a"]);
});

it("refuses what is too large or empty without asking the server", () => {
  const { uploads, started } = world();
  uploads.add("cv_1", [file("big", 11), file("none", 0)], 10);
  expect(uploads.entries().map((one) => one.failure)).toEqual(["too_large", "empty"]);
  expect(started).toEqual([]);
});

it("keeps a failed file with its reason, and sends it again", async () => {
  const { uploads, started, stored } = world();
  uploads.add("cv_1", [file("a.txt", 3)], 10);
  started[0]?.fail();
  await settle();
  expect(uploads.entries()[0]?.failure).toEqual({ message: "The disk is full." });
  uploads.retry(uploads.entries()[0]?.key ?? 0);
  expect(uploads.entries()[0]?.failure).toBeUndefined();
  started[1]?.store();
  await settle();
  expect(stored).toEqual(["cv_1 a.txt"]);
});

it("forgets a cancelled file, even when the server stored it in the same moment", async () => {
  const { uploads, started, stored } = world();
  uploads.add("cv_1", [file("a.txt", 3)], 10);
  started[0]?.store();
  uploads.remove(uploads.entries()[0]?.key ?? 0);
  await settle();
  expect(started[0]?.cancelled).toBe(true);
  expect(uploads.entries()).toEqual([]);
  expect(stored).toEqual([]);
});
