/** A wire between a browser and the server that can be cut: what is under way is lost, what is new is refused. */
import { connect, createServer } from "node:net";

/** Listens at once on a free port; `to` names the server's port, which may be known only later. */
export async function startWire(to) {
  let target = to;
  let isCut = false;
  const ends = new Set();
  const hold = (socket) => {
    ends.add(socket);
    socket.on("close", () => ends.delete(socket));
    // A connection that is cut reports an error on both sides; that is the point.
    socket.on("error", () => socket.destroy());
  };
  const server = createServer((near) => {
    hold(near);
    if (isCut || target === undefined) {
      near.destroy();
      return;
    }
    const far = connect(target, "127.0.0.1");
    hold(far);
    near.pipe(far).pipe(near);
    near.on("close", () => far.destroy());
    far.on("close", () => near.destroy());
  });
  await new Promise((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const cut = () => {
    isCut = true;
    for (const end of ends) end.resetAndDestroy();
  };
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    connectTo(port) {
      target = port;
    },
    /** Takes a person's network away: their browser knows it, and every connection breaks. */
    async goOffline(context) {
      await context.setOffline(true);
      cut();
    },
    async goOnline(context) {
      isCut = false;
      await context.setOffline(false);
    },
    /** Takes connections again, whatever happened before. */
    mend() {
      isCut = false;
    },
    /** Breaks what is open; the next connection works again, as after a change of mobile cells. */
    blink() {
      cut();
      isCut = false;
    },
    stop() {
      cut();
      server.close();
    },
  };
}
