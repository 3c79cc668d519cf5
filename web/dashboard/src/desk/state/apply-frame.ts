import type { AgentServerFrame, RefusedOut } from "@entrenous/protocol/frames.ts";
import { applyAgents } from "./apply-answer.ts";
import { applyEvents, withCursor } from "./apply-event.ts";
import { type DeskState, emptyDesk, withEntry } from "./desk-state.ts";
import type { Position } from "./shapes.ts";
import {
  answered,
  cursorAt,
  heardOf,
  missing,
  outdated,
  type SiteCursor,
  unanswered,
} from "./site-cursor.ts";
import { withWriter } from "./typing.ts";

/** What the desk knows after a frame of the server; `now` is Unix ms of this browser. */
export function applyFrame(state: DeskState, frame: AgentServerFrame, now: number): DeskState {
  switch (frame.type) {
    case "welcomed":
      return welcomed(state, frame);
    case "event":
      return applyEvents(state, frame.event.position.site_id, [frame.event]);
    case "resumed": {
      const { site_id, number } = frame.position;
      const next = applyEvents(state, site_id, frame.events);
      const cursor = next.cursors.get(site_id);
      return cursor ? withCursor(next, site_id, answered(cursor, number, frame.more)) : next;
    }
    case "resync_required": {
      const cursor = state.cursors.get(frame.site_id);
      return cursor ? withCursor(state, frame.site_id, outdated(cursor)) : state;
    }
    case "heartbeat":
      // A `resume` without an answer until now was lost, so it may be asked again.
      return frame.epoch === state.epoch
        ? heard(unasked(state), frame.positions, heardOf)
        : forgetting(state, frame.epoch);
    case "refused":
      return isRefusedResume(frame.refused) ? unasked(state) : state;
    // Acknowledgements belong to the send queue.
    case "message_accepted":
    case "note_accepted":
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
  return cursor ? withCursor(state, siteId, { ...cursor, asked: cursor.number }) : state;
}

/**
 * Whether a refusal may be about a `resume`. It does not say so: it only names a message when it is about one.
 * The server answers in the order of asking, so a `resume` that has no answer yet was refused itself or stands
 * behind what was; at worst it is asked twice. Without a time to come back it waits for the next heartbeat.
 */
function isRefusedResume({ client_msg_id, retry_after_ms }: RefusedOut): boolean {
  return client_msg_id == null && retry_after_ms != null;
}

function unasked(state: DeskState): DeskState {
  if (![...state.cursors.values()].some((cursor) => cursor.asked !== undefined)) return state;
  return { ...state, cursors: new Map([...state.cursors].map(([id, cursor]) => [id, unanswered(cursor)])) };
}

function welcomed(state: DeskState, frame: AgentServerFrame & { type: "welcomed" }): DeskState {
  const known =
    state.epoch === undefined || state.epoch === frame.epoch ? state : forgetting(state, frame.epoch);
  const told = applyAgents({ ...known, epoch: frame.epoch, limits: frame.limits }, frame.agents);
  return lostSites(heard(told, frame.positions, missing), frame.positions);
}

/**
 * What the server has; whatever is missing here is then resumed. After a heartbeat it may still come by itself
 * (`heardOf`), but what was told before this connection does not (`missing`).
 */
function heard(
  state: DeskState,
  positions: readonly Position[],
  learn: (cursor: SiteCursor, number: number) => SiteCursor,
): DeskState {
  let next = state;
  for (const { site_id, number } of positions) {
    const cursor = next.cursors.get(site_id);
    if (!cursor) {
      // A site that came after the lists were loaded: they do not have it yet. Before the first page nothing is.
      if (next.lists.size > 0)
        next = withCursor(next, site_id, { ...cursorAt(0), seen: number, stale: true });
    } else {
      const told = learn(cursor, number);
      if (told !== cursor) next = withCursor(next, site_id, told);
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
