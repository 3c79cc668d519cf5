/** The commands `smartsupp('<name>', …args)`. Source: smartsupp-api.md section 3. */
import { guarded, warn } from "../loader/report.ts";
import { isColor, isObject } from "./configuration.ts";
import type { Handler } from "./events.ts";

/** What a command may do to its widget. */
export interface Commanded {
  open(): void;
  close(): void;
  show(): void;
  hide(): void;
  prefill(text: string): void;
  send(text: string): void;
  /** The page chose a `language` or `color`. */
  tell(field: "language" | "color", value: string): void;
  /** `name`, `email`, `phone` or `group`. */
  identify(field: string, value: string): void;
  /** Merges into earlier ones; their values are interpreted when the box reads them. */
  addVariables(variables: Record<string, unknown>): void;
  /** Answers for the consent module: `recording`, `analyticsConsent`, `marketingConsent`, `consent.<purpose>`. */
  setChoice(name: string, value: boolean): void;
  logout(): void;
  on(event: string, handler: Handler): void;
  applyHtml(root: Document | Element): void;
}

/** Runs one command; unknown names are silent, a wrong type is warned about and ignored, nothing is thrown. */
export function runCommand(widget: Commanded, name: string, args: readonly unknown[]): void {
  const command = COMMANDS.get(name);
  if (command) guarded(name, () => command(widget, args, name));
}

type Command = (widget: Commanded, args: readonly unknown[], name: string) => void;

/** A command with one text; an empty one is accepted, and `emptyToo` says whether it means something. */
function text(apply: (widget: Commanded, value: string, name: string) => void, emptyToo = false): Command {
  return (widget, args, name) => {
    const value = args[0];
    if (typeof value !== "string") warn(`${name}: expected string`);
    else if (value || emptyToo) apply(widget, value, name);
  };
}

/** A consent answer: anything but a boolean keeps the previous value. */
const choice: Command = (widget, args, name) => {
  const value = args[0];
  if (typeof value === "boolean") widget.setChoice(name, value);
  else warn(`${name}: expected boolean`);
};

const identity = text((widget, value, name) => widget.identify(name, value));
const hide: Command = (widget) => widget.hide();
const color: Command = (widget, args, name) => {
  const value = args[0];
  if (isColor(value)) widget.tell("color", value);
  else if (typeof value !== "string") warn(`${name}: expected #rrggbb`);
};

const COMMANDS = new Map<string, Command>(
  Object.entries({
    name: identity,
    email: identity,
    phone: identity,
    group: identity,
    variables(widget, args, name) {
      const value = args[0];
      if (isObject(value) && !Array.isArray(value)) widget.addVariables(value);
      else warn(`${name}: expected object`);
    },
    language: text((widget, value) => widget.tell("language", value)),
    "chat:open": (widget) => widget.open(),
    "chat:close": (widget) => widget.close(),
    "chat:show": (widget) => widget.show(),
    "chat:hide": hide,
    "widget:hide": hide,
    "chat:message": text((widget, value) => widget.prefill(value), true),
    "chat:send": text((widget, value) => widget.send(value)),
    "theme:color": color,
    "theme:colors"(widget, args, name) {
      if (isObject(args[0])) color(widget, [args[0].primary ?? ""], name);
    },
    "recording:disable"(widget, args, name) {
      // `false` is an argument, and allows the recording again; no argument means true.
      const value = args.length === 0 ? true : args[0];
      if (typeof value === "boolean") widget.setChoice("recording", !value);
      else warn(`${name}: expected boolean`);
    },
    "recording:off": (widget) => widget.setChoice("recording", false),
    analyticsConsent: choice,
    marketingConsent: choice,
    consent(widget, args, name) {
      const value = args[0];
      if (!isObject(value)) warn(`${name}: expected object`);
      else for (const purpose of Object.keys(value)) choice(widget, [value[purpose]], `${name}.${purpose}`);
    },
    "html:apply"(widget, args, name) {
      const root = args[0];
      if (root instanceof Document || root instanceof Element) widget.applyHtml(root);
      else warn(`${name}: expected Document or Element`);
    },
    logout: (widget) => widget.logout(),
    on(widget, args, name) {
      const [event, handler] = args;
      if (typeof event === "string" && typeof handler === "function") widget.on(event, handler as Handler);
      else warn(`${name}: expected string and function`);
    },
  } satisfies Record<string, Command>),
);
