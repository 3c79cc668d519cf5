// A chat relay as one would write it with socket.io: what Entrenous is measured beside.
//
// It keeps nothing, or with `--durable FILE` writes each message to SQLite, synced to the disk, before it passes it on.
// socket.io's own settings are left as they come, except those that would make the comparison unequal:
// sockets only (no polling), no client files, and a message limit of 64 KiB.

import { randomUUID } from "node:crypto";
import { createServer } from "node:http";
import process from "node:process";
import { Server } from "socket.io";
import { openMessageStore } from "./message-store.mjs";

const file = process.argv[2] === "--durable" ? process.argv[3] : undefined;
const store = file === undefined ? undefined : openMessageStore(file);
const lastNumbers = new Map();

const http = createServer();
const io = new Server(http, {
  serveClient: false,
  transports: ["websocket"],
  maxHttpBufferSize: 64 * 1024,
});

io.on("connection", (socket) => {
  socket.on("hello", ({ role, conversation }, welcomed) => {
    socket.data = { role, conversation };
    socket.join(role === "agent" ? "agents" : conversation);
    welcomed({ conversation });
  });
  socket.on("send_message", ({ client_msg_id, text }, accepted) => {
    const { role, conversation } = socket.data;
    const seq = (lastNumbers.get(conversation) ?? 0) + 1;
    const message = {
      id: randomUUID(),
      conversation,
      seq,
      author: role,
      text,
      client_msg_id,
      created_at: Date.now(),
    };
    store?.add(message);
    lastNumbers.set(conversation, seq);
    accepted({ client_msg_id, id: message.id, seq });
    io.to(conversation).to("agents").emit("message_added", message);
  });
});

http.listen(0, "127.0.0.1", 4096, () => {
  process.stdout.write(`listening http://127.0.0.1:${http.address().port}\n`);
});
process.on("SIGTERM", () => process.exit(0));
