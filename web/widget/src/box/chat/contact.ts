/** Who the visitor is in their own words: when the contact form is due, and what becomes of its answers. */
import type { Schemas } from "@entrenous/protocol/frames.ts";
import type { VisitorDelivery } from "@entrenous/protocol/visitor-delivery.ts";
import type { Identity, SiteSettings } from "../../host.ts";
import type { VisitorCalls } from "./visitor-calls.ts";

/** What the form can ask without the older API's further fields. */
export type ContactField = "name" | "email" | "phone" | "group";

/** What the contact needs from its owner. */
export interface ContactOptions {
  readonly settings: SiteSettings;
  readonly delivery: VisitorDelivery;
  readonly calls: VisitorCalls;
  /** Nothing was said yet in the conversation that begins with the next message. */
  isBeforeFirst(): boolean;
  /** This browser had no visitor when the page opened. */
  isNew(): boolean;
  isOffline(): boolean;
  /** What the page tells now, and what the server had from it when it told its state. */
  identity(): Identity;
  introduced(): Identity | undefined;
  onChange(): void;
}

export class Contact {
  #options: ContactOptions;
  /** The address that was given in this page; the server tells only that it has one. */
  #email = "";
  #hasAgreed = false;
  #isDone = false;
  #isTouched = false;
  #isTicked = false;

  constructor(options: ContactOptions) {
    this.#options = options;
  }

  /** The visitor's address as far as this page knows it; else empty. */
  get email(): string {
    return this.#email || this.#options.identity().email || "";
  }
  /** An answer can reach the visitor by e-mail. */
  get isReachable(): boolean {
    return this.knows("email") || this.#email !== "";
  }
  /** The form stands before the first message: something that is needed is missing, or it is being filled in. */
  get isDue(): boolean {
    const { settings, isBeforeFirst, isOffline } = this.#options;
    const { when } = settings.contact_form;
    if (!settings.writable || this.#isDone || !isBeforeFirst()) return false;
    // What is being filled in is not taken away because somebody came back meanwhile.
    if (this.#isTouched) return true;
    return (when === "always" || (when === "offline" && isOffline())) && this.#lacksNeeded(isOffline());
  }
  /** The tick under the notice is still to be set. */
  get needsTick(): boolean {
    return this.#isTickRequired && !this.#hasAgreed && this.#options.isBeforeFirst();
  }
  /**
   * Whether something is asked before the first message is known only once the server has told its state:
   * which conversation there is, what it has been given, and which groups there are. Until then no message goes out.
   */
  get isUnsure(): boolean {
    const { settings, delivery, isNew, isOffline } = this.#options;
    const { when, group } = settings.contact_form;
    if (delivery.known || this.#isDone) return false;
    const isAsked = when === "always" || (when === "offline" && isOffline());
    return isNew() ? isAsked && group : isAsked || this.#isTickRequired;
  }
  get isTicked(): boolean {
    return this.#isTicked;
  }

  /** Nobody asks for it any more: the server has it, or the page told it since. */
  knows(field: Exclude<ContactField, "group">): boolean {
    const { delivery, identity, introduced } = this.#options;
    const told = identity()[field];
    return delivery.given[field] || (!!told && !(delivery.known && introduced()?.[field] === told));
  }

  /** Whether the form asks for it. */
  asks(field: ContactField, isOffline = this.#options.isOffline()): boolean {
    const { settings, delivery, identity } = this.#options;
    const form = settings.contact_form;
    const isWanted = field === "name" && isOffline ? (form.offline_name ?? form.name) : form[field];
    if (!isWanted) return false;
    if (field === "group") return delivery.groups.length > 0 && !identity().group;
    return !this.knows(field);
  }

  /** Whether the form does not go without it: nobody could answer, or the site wants to know who writes. */
  needs(field: Exclude<ContactField, "group">, isOffline: boolean): boolean {
    const { when, name, email } = this.#options.settings.contact_form;
    const isAlways = when === "always";
    if (field === "email") return isAlways || isOffline;
    // The number alone is what such a form is for.
    return isAlways && (field === "name" || !(name || email));
  }

  /** The visitor began to fill the form in. */
  touch(): void {
    this.#isTouched = true;
  }

  tick(isTicked: boolean): void {
    this.#isTicked = isTicked;
    this.#options.onChange();
  }

  /** Hands the form in; rejects with `HttpError`, and nothing is changed then. */
  async submit(
    contact: Schemas["ContactIn"],
    variables: readonly Schemas["VariableIn"][] = [],
  ): Promise<void> {
    const { calls, delivery } = this.#options;
    await calls.submitContact(contact);
    if (variables.length > 0) await calls.tellVariables(variables);
    if (contact.email) this.#email = contact.email;
    if (contact.processing_consent) this.#hasAgreed = true;
    delivery.gave({
      ...(contact.name ? { name: true } : {}),
      ...(contact.email ? { email: true } : {}),
      ...(contact.phone ? { phone: true } : {}),
    });
  }

  /** The form was answered; the conversation goes on with the first message. */
  finish(): void {
    this.#isDone = true;
    this.#isTouched = false;
    this.#options.onChange();
  }

  /** Another conversation begins: what it needs is asked again where it is not known. */
  startNew(): void {
    this.#isDone = this.#isTouched = false;
  }

  forget(): void {
    this.startNew();
    this.#email = "";
    this.#hasAgreed = this.#isTicked = false;
  }

  get #isTickRequired(): boolean {
    const { settings } = this.#options;
    return settings.show_notice && settings.notice_tick_required;
  }

  #lacksNeeded(isOffline: boolean): boolean {
    const { settings } = this.#options;
    return (
      (["name", "email", "phone"] as const).some(
        (field) => this.asks(field) && this.needs(field, isOffline),
      ) ||
      this.asks("group") ||
      settings.contact_form.more.some((field) => field.required && (field.when === "always" || isOffline))
    );
  }
}
