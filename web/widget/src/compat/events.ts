/** The page's event handlers: `smartsupp('on', name, handler)`. Source: smartsupp-api.md section 4. */
import { guarded } from "../loader/report.ts";

/** A handler of the page; what it gets depends on the event. */
export type Handler = (...payload: unknown[]) => unknown;

const ALIASES: Record<string, string> = { ready: "startup", "chat:closed": "messenger_close" };

/** Events whose current value a late subscriber still gets once, asynchronously. */
const REMEMBERED = /^(startup|status)$/;

/** Handlers by event; one throwing handler never keeps the others from running. */
export interface Events {
  on(name: string, handler: Handler): void;
  emit(name: string, ...payload: unknown[]): void;
  /** Forgets all handlers: a destroyed widget tells nobody anything. */
  clear(): void;
}

export function createEvents(): Events {
  let handlers: [string, Handler][] = [];
  const last = new Map<string, unknown[]>();
  const call = (name: string, handler: Handler, payload: unknown[]) => {
    guarded(`handler of ${name}`, () => handler(...payload));
  };
  return {
    on(name, handler) {
      const event = ALIASES[name] ?? name;
      const entry: [string, Handler] = [event, handler];
      handlers.push(entry);
      const missed = last.get(event);
      if (missed) {
        setTimeout(() => {
          if (handlers.includes(entry)) call(event, handler, missed);
        });
      }
    },
    emit(name, ...payload) {
      if (REMEMBERED.test(name)) last.set(name, payload);
      // A handler may subscribe or hide the widget while it runs, so the list is fixed first.
      for (const [event, handler] of handlers.slice()) {
        if (event === name) call(name, handler, payload);
      }
    },
    clear() {
      handlers = [];
      last.clear();
    },
  };
}
