/** What the loader hands to the bridge: the widget as the page described it, not yet interpreted. */
import type { StorageScope } from "@entrenous/protocol/storage-look.ts";
import type { Options } from "../compat/configuration.ts";
import type { Box, MountReason, OpenHow } from "../host.ts";

/** The page's words, kept by the loader and read again whenever they change. */
export interface Told {
  /** As given by `language` or `lang`; undefined leaves it to the site. */
  language: string | undefined;
  /** As given by `theme:color` or `color`. */
  color: string | undefined;
  /**
   * What else the page said, in the order of the last words, because of two about one thing the later one counts.
   * A word replaces the one before it; objects (`variables`, `translate`) and messages to send stand in a row.
   * `consent` stands there as `consent.<purpose>`, and names that nobody knows stand there too.
   */
  said: readonly Said[];
  /** The token of a visitor who was signed out while there was no box: the server and other tabs do not know yet. */
  left?: unknown;
}

/** A command as the page gave it. */
export type Said = readonly [name: string, args: readonly unknown[]];

/** The loader's side of the widget. */
export interface Seat {
  readonly spec: {
    readonly id: string;
    readonly baseUrl: string;
    readonly chatKey: string;
    readonly options: Options;
    /** The page's configuration when the widget was created, for the keys that are not in `options`. */
    readonly given: Readonly<Record<string, unknown>>;
    readonly onVisitorId: (id: string | undefined) => void;
  };
  readonly place: {
    /** `#<id>-application`, which pages measure. */
    readonly container: HTMLElement;
    readonly root: ShadowRoot;
    /** `.root`, which holds launcher and box. */
    readonly frame: HTMLElement;
    readonly mountPoint: HTMLElement;
  };
  readonly reason: MountReason;
  /** The server's answer as it came. */
  readonly settings: Record<string, unknown>;
  readonly told: Told;
  readonly storage: StorageScope;
  emit(event: string, ...payload: unknown[]): void;
  /** What the launcher's badge shows, and the same in words; both are empty when nothing is unread. */
  setUnread(badge: string, words: string): void;
  setStatus(status: string): void;
  setOpen(open: boolean, how: OpenHow): void;
}

/** The box as the loader drives it: what the page told is read from `Told` by the bridge. */
export interface Bridge extends Pick<Box, "open" | "close" | "destroy"> {
  /** `told` or the language changed. */
  refresh(): void;
}

/** What `box_url` exports. */
export interface BridgeModule {
  start(seat: Seat): Bridge;
}

/** What a part beside the box needs of the widget, whether the box is there or not. */
export type PartSeat = Pick<Seat, "spec" | "place" | "settings" | "told" | "storage">;

/** A part beside the box as the loader drives it: what asks for consent, and the greeting. */
export type Part = Pick<Bridge, "refresh" | "destroy">;

/** What the module of such a part exports; undefined when there is nothing for it to do. */
export interface PartModule {
  start(seat: PartSeat): Part | undefined;
}
