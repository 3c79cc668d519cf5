import type { AgentServerFrame } from "@entrenous/protocol/frames.ts";
import { applyAgents } from "./apply-answer.ts";
import { applyEvent, withCursor } from "./apply-event.ts";
import { type DeskState, emptyDesk, withEntry } from "./desk-state.ts";
import type { Position } from "./shapes.ts";
import { cursorAt, heardOf } from "./site-cursor.ts";
import { withWriter } from "./typing.ts";

/** What the desk knows after a frame of the server; `now` is Unix ms of this browser. */
export function applyFrame(state: DeskState, frame: AgentServerFrame, now: number): DeskState {
  switch (frame.type) {
    case "welcomed":
      return welcomed(state, frame);
    case "event":
      return applyEvent(state, frame.event);
    case "resumed": {
      const { site_id } = frame.position;
      let next = state;
      for (const event of frame.events) next = applyEvent(next, event);
      const cursor = next.cursors.get(site_id);
      if (!cursor) return next;
      // With more to come, `seen` stands one ahead, so that the site is asked about again.
      const seen = heardOf(cursor, frame.position.number + (frame.more ? 1 : 0));
      return withCursor(next, site_id, { ...seen, asking: false });
    }
    case "resync_required": {
      const cursor = state.cursors.get(frame.site_id);
      return cursor ? withCursor(state, frame.site_id, { ...cursor, asking: false, stale: true }) : state;
    }
    case "heartbeat":
      // A `resume` without an answer until now was lost, so it may be asked again.
      return frame.epoch === state.epoch
        ? heard(unasked(state), frame.positions)
        : forgetting(state, frame.epoch);
    // Acknowledgements and refusals belong to the send queue.
    case "message_accepted":
    case "note_accepted":
    case "refused":
    case "leaving":
      return state;
    case "typing_changed": {
      const id = frame.conversation_id;
      if (frame.author_kind === "agent" && frame.author_id === state.me) return state;
      const writers = withWriter(state.typing.get(id) ?? [], frame, now);
      return { ...state, typing: withEntry(state.typing, id, writers.length > 0 ? writers : undefined) };
    }
    case "viewing_changed":
      return { ...state, viewing: withEntry(state.viewing, frame.conversation_id, frame.agent_ids) };
    case "visitor_presence_changed":
      return { ...state, presence: withEntry(state.presence, frame.visitor_id, frame.connected) };
    case "agent_changed":
      return { ...state, agents: withEntry(state.agents, frame.agent.id, frame.agent) };
  }
}

/** The connection is gone: what was asked has no answer, and nobody is known to write or look. */
export function disconnected(state: DeskState): DeskState {
  return { ...unasked(state), typing: new Map(), viewing: new Map() };
}

/** A `resume` for the site has been sent. */
export function asking(state: DeskState, siteId: string): DeskState {
  const cursor = state.cursors.get(siteId);
  return cursor ? withCursor(state, siteId, { ...cursor, asking: true }) : state;
}

function unasked(state: DeskState): DeskState {
  if (![...state.cursors.values()].some((cursor) => cursor.asking)) return state;
  const cursors = new Map([...state.cursors].map(([id, cursor]) => [id, { ...cursor, asking: false }]));
  return { ...state, cursors };
}

function welcomed(state: DeskState, frame: AgentServerFrame & { type: "welcomed" }): DeskState {
  const known =
    state.epoch === undefined || state.epoch === frame.epoch ? state : forgetting(state, frame.epoch);
  const told = applyAgents({ ...known, epoch: frame.epoch, limits: frame.limits }, frame.agents);
  return lostSites(heard(told, frame.positions), frame.positions);
}

/** What the server has; whatever is missing here is then resumed. */
function heard(state: DeskState, positions: readonly Position[]): DeskState {
  let next = state;
  for (const { site_id, number } of positions) {
    const cursor = next.cursors.get(site_id);
    if (!cursor) {
      // A site that came after the lists were loaded: they do not have it yet. Before the first page nothing is.
      if (next.lists.size > 0)
        next = withCursor(next, site_id, { ...cursorAt(0), seen: number, stale: true });
    } else if (number > cursor.seen) {
      next = withCursor(next, site_id, heardOf(cursor, number));
    }
  }
  return next;
}

/** A site that the server no longer names is no longer this agent's to see. */
function lostSites(state: DeskState, positions: readonly Position[]): DeskState {
  const kept = new Set(positions.map((position) => position.site_id));
  if ([...state.cursors.keys()].every((siteId) => kept.has(siteId))) return state;
  const held = [...state.conversations].filter(([, one]) => kept.has(one.site_id));
  const ids = new Set(held.map(([id]) => id));
  return {
    ...state,
    cursors: new Map([...state.cursors].filter(([siteId]) => kept.has(siteId))),
    conversations: new Map(held),
    threads: new Map([...state.threads].filter(([id]) => ids.has(id))),
    countsDoubtful: true,
  };
}

/** Another epoch: the database was restored, so every number held means nothing. Unsent words are kept. */
function forgetting(state: DeskState, epoch: string): DeskState {
  const empty = emptyDesk(state.me);
  return { ...empty, epoch, agents: state.agents, siteId: state.siteId, outbox: state.outbox };
}
