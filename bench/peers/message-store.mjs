// Messages in SQLite, each one on the disk before `add` returns.
//
// libsql is SQLite with a native binding that its npm package ships ready-made, so it installs without running
// scripts on Node 20, and it is faster than the builds for WebAssembly: the peer shall not lose by its driver.

import Database from "libsql";

/** Opens or makes the file; `add` blocks until the row is synced, as every SQLite driver for Node does. */
export function openMessageStore(file) {
  const database = new Database(file);
  database.pragma("journal_mode = WAL");
  database.pragma("synchronous = FULL");
  database.exec(
    `CREATE TABLE IF NOT EXISTS message (
      id TEXT PRIMARY KEY, conversation TEXT NOT NULL, seq INTEGER NOT NULL, author TEXT NOT NULL,
      text TEXT NOT NULL, client_msg_id TEXT NOT NULL, created_at INTEGER NOT NULL,
      UNIQUE (conversation, seq), UNIQUE (conversation, client_msg_id)
    ) STRICT`,
  );
  const insert = database.prepare(
    "INSERT INTO message (id, conversation, seq, author, text, client_msg_id, created_at) VALUES (?, ?, ?, ?, ?, ?, ?)",
  );
  return {
    add(message) {
      insert.run(
        message.id,
        message.conversation,
        message.seq,
        message.author,
        message.text,
        message.client_msg_id,
        message.created_at,
      );
    },
  };
}
