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
  /** `name`, `email`, `phone`, `group`, and `variables` merged but not interpreted. */
  identity: Record<string, unknown> & { variables: Record<string, unknown> };
  /**
   * `recording`, `analyticsConsent`, `marketingConsent`, `consent.<purpose>`, as far as the page has answered;
   * in the order of the last calls, because of two about one purpose the later one counts.
   */
  choices: Record<string, boolean>;
}

/** The loader's side of the widget. */
export interface Seat {
  readonly spec: {
    readonly id: string;
    readonly baseUrl: string;
    readonly chatKey: string;
    readonly options: Options;
    readonly onVisitorId: (id: string | undefined) => void;
  };
  readonly place: {
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
  setUnread(count: number): void;
  setStatus(status: string): void;
  setOpen(open: boolean, how: OpenHow): void;
}

/** The box as the loader drives it: what the page told is read from `Told` by the bridge. */
export interface Bridge extends Pick<Box, "open" | "close" | "prefill" | "send" | "logout" | "destroy"> {
  /** `told` or the language changed. */
  refresh(): void;
}

/** What `box_url` exports. */
export interface BridgeModule {
  start(seat: Seat): Bridge;
}

/** What the consent module needs of the widget, whether the box is there or not. */
export type ConsentSeat = Pick<Seat, "spec" | "place" | "settings" | "told" | "storage">;

/** The consent module as the loader drives it. */
export type ConsentPart = Pick<Bridge, "refresh" | "destroy">;

/** What `consent.url` of the settings exports. */
export interface ConsentModule {
  start(seat: ConsentSeat): ConsentPart | undefined;
}
