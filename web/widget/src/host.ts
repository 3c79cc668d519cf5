/**
 * The contract between the loader (small, always on the page) and the box (loaded when it is needed).
 *
 * The loader owns the container, the launcher, the page's API, the configuration and the theme.
 * The box owns the conversation: what is inside the dialog, the connection, and everything that is stored.
 */
import type { BrandTheme } from "@entrenous/protocol/brand-colour.ts";
import type { Schemas } from "@entrenous/protocol/frames.ts";
import type { StorageScope } from "@entrenous/protocol/storage-look.ts";

/** Which visitors are connected before they open the box (privacy.md section 4). */
export type TrackingMode = "on_open" | "with_consent" | "always";

/** Texts that the owner may have replaced, in one language; an empty one means the product's own. */
export interface OwnTexts {
  readonly greeting_title: string;
  readonly greeting_text: string;
  readonly offline_text: string;
  readonly notice_text: string;
  /** The line above the contact form. */
  readonly form_text: string;
}

/** A further field of the contact form, as the older API has it (smartsupp-api.md section 2.2). */
export interface FormField {
  readonly kind: "text" | "area" | "select" | "tick";
  readonly name: string;
  readonly label: string;
  readonly required: boolean;
  readonly value: string;
  /** What a `select` offers. */
  readonly items: readonly (readonly [value: string, label: string])[];
  /** `offline`: only asked while nobody is there. */
  readonly when: "always" | "offline";
}

/** When the contact form is asked before the first message, and what it asks. */
export interface ContactFormSettings {
  /** `offline`: only while nobody is there. */
  readonly when: "never" | "offline" | "always";
  readonly name: boolean;
  /** Whether the name is asked while nobody is there; absent: as at other times. */
  readonly offline_name?: boolean;
  readonly email: boolean;
  readonly phone: boolean;
  readonly group: boolean;
  /** Further fields of the older API (`loginControls`, `offlineControls`), in order. */
  readonly more: readonly FormField[];
}

/**
 * `LoaderSettingsOut` of crates/protocol/src/site.rs with the page's own values on top;
 * unknown fields are kept out by the parser.
 */
export interface SiteSettings {
  /** Whether somebody can answer now. */
  readonly availability: "online" | "offline";
  /** The site's name, for the title of the box. */
  readonly name: string;
  /** Language of the site, used when the page says nothing. */
  readonly language: string;
  readonly tracking_mode: TrackingMode;
  /** Brand colour, `#rrggbb`. */
  readonly color: string;
  readonly side: "left" | "right";
  /** By language code. */
  readonly texts: Readonly<Record<string, OwnTexts>>;
  readonly hide_launcher: boolean;
  readonly hide_when_offline: boolean;
  /** False when the page switched the notice off (`_smartsupp.privacyNoticeEnabled`). */
  readonly show_notice: boolean;
  /** http(s) address behind "Details and your rights", or empty. */
  readonly privacy_url: string;
  /** The site uses something that needs consent, so the menu leads to the visitor's choices. */
  readonly has_choices: boolean;
  readonly contact_form: ContactFormSettings;
  /** The visitor agrees with a tick before the first message. */
  readonly notice_tick_required: boolean;
  /** An ended conversation can be rated. */
  readonly rating: boolean;
  /** With words beside the rating. */
  readonly rating_comment: boolean;
  /** The visitor can have the conversation sent by e-mail. */
  readonly transcript: boolean;
  readonly launcher_style: "bubble" | "greeting";
  /** False: no text area and no send button. */
  readonly writable: boolean;
  /** Sounds are off until the visitor switches them on. */
  readonly sound_muted: boolean;
}

/** A value of `variables`: as given, or with a label for the agents. Nested data arrives as JSON text. */
export type Variable =
  | string
  | number
  | boolean
  | { readonly label: string; readonly value: string | number | boolean };

/** What the page told us about the visitor; a field is absent while the page has not set it. */
export interface Identity {
  readonly name?: string;
  readonly email?: string;
  readonly phone?: string;
  /** Id or key of a group. */
  readonly group?: string;
  /** What the site's own server signed about who is writing (a compact JWT); good for one use. */
  readonly proof?: string;
  /** Calls of `variables` merge into this. */
  readonly variables: Readonly<Record<string, Variable>>;
}

/** A message as the page's event handlers get it (smartsupp-api.md sections 4 and 11.3, camelCase). */
export interface PageMessage {
  readonly id: string;
  readonly chatId: string;
  readonly visitorId: string;
  /** `contact`, `agent`, `bot`, `trigger` or `system`. */
  readonly subType: string;
  readonly type: string;
  readonly createdAt: string;
  readonly content: { readonly type: string; readonly text: string; readonly data?: unknown };
  readonly [field: string]: unknown;
}

/** The actions of the page's analytics that the box knows of. Source: smartsupp-api.md section 9. */
export type GaAction =
  | "Visitor_started_conversation"
  | "Offline_message_sent"
  | "Auth_form_filled"
  | "Agent_served_conversation"
  | "Feedback_sent"
  | "Feedback_text_sent";

/** What the box reports to the page; the loader adds the legacy aliases. */
export interface BoxEvents {
  /** The visitor's message was accepted by the server; once per message, in one tab. */
  message_sent: PageMessage;
  /** A message of somebody else arrived; once per message. */
  message_received: PageMessage;
  /** `online`, `away` or `offline`, when it changes. */
  status: "online" | "away" | "offline";
  /** The contact form was completed, in this tab: its values by field name. */
  login: Readonly<Record<string, string>>;
  /** An agent is in the conversation; told of those who are in it when the page opens, too. */
  agent_join: Schemas["AgentCardOut"];
  agent_leave: Schemas["AgentCardOut"];
  /** For the page's analytics; once per visitor, by the tab that acted or leads. Empty label: there is none. */
  event: { readonly action: GaAction; readonly label: string };
}

/** Why the box is mounted, so that it knows whether to connect and whether to take the focus. */
export type MountReason =
  /** The visitor or the page opens it now: connect, `open()` follows at once. */
  | "open"
  /** An earlier page had the box in use (`…opened` is stored): connect; `open()` follows if it was open. */
  | "resume"
  /** Tracking mode `always`: connect, stay closed. */
  | "page_load"
  /** The page signed the visitor out before there was a box: `logout()` follows at once; connect at the next opening. */
  | "logout";

/** What the loader lends to the box. */
export interface BoxHost {
  /** Shadow root of the widget (adopt style sheets here; never use inline style attributes). */
  readonly root: ShadowRoot;
  /** Adds a constructed style sheet to `root` (a fallback for old browsers included); returns its removal. */
  adoptStyles(css: string): () => void;
  /**
   * The box's own element in it: `<div class="box" id="<widgetId>-box" hidden>`; `aria-controls` of the launcher
   * names it. The box renders its dialog into it and sets or removes `hidden`; the loader leaves it alone.
   *
   * It is in normal flow inside the container, which is fixed to the corner (20 px by default) and shrinks to
   * its content, because pages measure `#chat-application`. So the box sets a width and a height, no position.
   * Below 480 px viewport width the container moves to the very corner while open: fill 100vw × 100dvh there.
   * Its parent `.root` carries `lang` and `dir` (see `setWords`) and the six brand tokens (`--accent`, `--accent-press`,
   * `--on-accent`, `--accent-text`, `--accent-soft`, `--focus`) and `--accent-edge` (edge of brand fills, often
   * transparent) for both colour schemes; styles inherited from the page are reset.
   */
  readonly mountPoint: HTMLElement;
  /** Origin (and path prefix) of the server, without a slash at the end. */
  readonly baseUrl: string;
  readonly chatKey: string;
  /** `chat` for the default widget. */
  readonly widgetId: string;
  readonly reason: MountReason;
  readonly settings: SiteSettings;
  /** Language code in use now, already mapped to a known one (`pt-BR` → `br`); `setLanguage` tells changes. */
  readonly language: string;
  /** What the page told so far; `setIdentity` tells changes. */
  readonly identity: Identity;
  /** Give this to `createStore` (web/protocol/src/store.ts): the loader itself cannot write. */
  readonly storage: StorageScope;
  /** The brand colours in use; the loader keeps them on the host as `--accent`, `--on-accent` … */
  readonly theme: BrandTheme;
  /** What the page says of itself, told to the server with its address (`sitePlatform`, `groupSelectEnabled`). */
  readonly page: Pick<Schemas["PageIn"], "platform" | "asks_group">;

  /** Tells the page's handlers; a throwing handler is caught here. */
  emit<E extends keyof BoxEvents>(event: E, payload: BoxEvents[E]): void;
  /** Unread messages while the box is closed; shown on the launcher and in its name. */
  setUnread(count: number): void;
  /** The visitor's public id once connected, undefined after a logout; becomes `smartsupp.vid`. */
  setVisitorId(id: string | undefined): void;
  /**
   * The box wants to be open or closed (its own close button, Esc, another tab).
   * The loader answers by calling `open` or `close`, moves the launcher's state and the focus.
   */
  onOpenChange(open: boolean, how: OpenHow): void;
  /**
   * The words of the box are in this language from now on: English where the one asked for has none.
   * `.root` takes its `lang` and `dir` from them, because a layout that runs against its words reads badly.
   * `sayUnread` says how many messages are unread, for the launcher's name.
   */
  setWords(language: string, sayUnread: (count: number) => string): void;
}

/** `here`: a person acted in this tab and focus may move. `elsewhere`: another tab or a resume; never take the focus. */
export type OpenHow = "here" | "elsewhere";

/** What the box gives back. No method throws; calls before the connection stands are kept by the box. */
export interface Box {
  /** Connects a box that was mounted at `page_load`; one that is opened, or has something to send, does it by itself. */
  connect(): void;
  /** Forgets a visitor who has not used the chat, here and on the server; whoever has, or may have, is only disconnected. */
  leave(): void;
  /** Shows the dialog; moves the focus into it only when `how` is `here`. Stores `…opened`. */
  open(how: OpenHow): void;
  /** Hides the dialog; the loader returns the focus to the launcher. Stores `…opened`. */
  close(how: OpenHow): void;
  /** Replaces the composer's text, unsent; an empty string clears it. */
  prefill(text: string): void;
  /** Sends as the visitor. */
  send(text: string): void;
  setLanguage(language: string): void;
  setIdentity(identity: Identity): void;
  /** The page's brand colour changed; the tokens on the host are already new. */
  setTheme(theme: BrandTheme): void;
  /** Opens a form in the box, as soon as the box is open; without effect where there is nothing to rate. */
  show(what: "rating" | "contact_form"): void;
  /** The page's own words by key of locales/<language>/box.json; unknown keys are ignored. */
  setTexts(overrides: Readonly<Record<string, string>>): void;
  /** An http(s) picture that stands in the header while no agent is in the conversation. */
  setLogo(url: string): void;
  /** What the page knows of the visitor: `idle` ones have not read what arrives. */
  setActivity(activity: "active" | "idle"): void;
  /**
   * Forgets the visitor in all tabs: connection closed, stored chat names removed, fresh and anonymous from here on.
   * `left` is the token of a visitor whose names were removed already.
   */
  logout(left?: string): void;
  /** Removes its nodes, sheets, listeners, timers and connection; stored names stay. */
  destroy(): void;
}
