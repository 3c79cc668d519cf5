/** The commands `smartsupp('<name>', …args)`. Source: smartsupp-api.md section 3. */
import { guarded, warn } from "../loader/report.ts";
import { isColor } from "./configuration.ts";
import type { Handler } from "./events.ts";
import { isObject } from "./is-object.ts";

/** What a command may do to its widget. */
export interface Commanded {
  open(): void;
  close(): void;
  show(): void;
  hide(): void;
  /** The page chose a `language` or `color`. */
  tell(field: "language" | "color", value: string): void;
  /** Keeps what the parts interpret that are loaded later: the box, what asks for consent, the greeting. */
  pass(name: string, args: readonly unknown[]): void;
  logout(): void;
  on(event: string, handler: Handler): void;
  applyHtml(root: Document | Element): void;
}

/** Runs one command; unknown names are silent, a wrong type is warned about and ignored, nothing is thrown. */
export function runCommand(widget: Commanded, name: string, args: readonly unknown[]): void {
  const command = COMMANDS.get(name) ?? pass;
  guarded(name, () => command(widget, args, name));
}

type Command = (widget: Commanded, args: readonly unknown[], name: string) => void;

/** A command with one text; an empty one is accepted, and `emptyToo` says whether it means something. */
function text(apply: Command, emptyToo = false): Command {
  return (widget, args, name) => {
    const value = args[0];
    if (typeof value !== "string") warn(`${name}: expected string`);
    else if (value || emptyToo) apply(widget, args, name);
  };
}

/** A consent answer: anything but a boolean keeps the previous value. */
const choice: Command = (widget, args, name) => {
  const value = args[0];
  if (typeof value === "boolean") widget.pass(name, args);
  else warn(`${name}: expected boolean`);
};

const pass: Command = (widget, args, name) => widget.pass(name, args);
const passText = text(pass);
const hide: Command = (widget) => widget.hide();
const color: Command = (widget, args, name) => {
  const value = args[0];
  if (isColor(value)) widget.tell("color", value);
  else if (typeof value !== "string") warn(`${name}: expected #rrggbb`);
};

const COMMANDS = new Map<string, Command>(
  Object.entries({
    name: passText,
    email: passText,
    phone: passText,
    group: passText,
    identify: passText,
    variables(widget, args, name) {
      const value = args[0];
      if (isObject(value) && !Array.isArray(value)) pass(widget, args, name);
      else warn(`${name}: expected object`);
    },
    language: text((widget, args) => widget.tell("language", `${args[0]}`)),
    "chat:open": (widget) => widget.open(),
    "chat:close": (widget) => widget.close(),
    "chat:show": (widget) => widget.show(),
    "chat:hide": hide,
    "widget:hide": hide,
    "chat:message": text(pass, true),
    "chat:send": passText,
    "theme:color": color,
    "theme:colors"(widget, args, name) {
      if (isObject(args[0])) color(widget, [args[0].primary ?? ""], name);
    },
    // `false` is an argument, and allows the recording again; no argument means true.
    "recording:disable": (widget, args, name) => choice(widget, args.length ? args : [true], name),
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
      else warn(`${name}: expected element`);
    },
    logout: (widget) => widget.logout(),
    on(widget, args, name) {
      const [event, handler] = args;
      if (typeof event === "string" && typeof handler === "function") widget.on(event, handler as Handler);
      else warn(`${name}: expected function`);
    },
  } satisfies Record<string, Command>),
);
