import type { Schemas } from "@entrenous/protocol/frames.ts";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import type { FormField } from "../../../host.ts";
import { Icon } from "../icon.tsx";
import { type Scene, useScene } from "../scene.ts";
import { useHandover } from "../use-handover.ts";
import { Notice } from "../welcome.tsx";
import {
  type AskedField,
  consentField,
  furtherField,
  furtherName,
  groupField,
  messageField,
  ownField,
} from "./asked-fields.ts";
import { Control } from "./control.tsx";
import { type Answers, useAnswers } from "./use-answers.ts";
import { useFormStyles } from "./use-form-styles.ts";

/**
 * The contact form before the first message, which stands in it: the draft of the composer is its last field,
 * so that no word is lost whichever of the two is on screen. While nobody is there it is the offline form.
 */
export function ContactForm(props: { onDone(): void }) {
  const scene = useScene();
  const { chat, texts, settings, own } = scene;
  useFormStyles();
  const [group, setGroup] = useState("");
  const chosen = chat.delivery.groups.find(({ key }) => key === group);
  const isAway = chosen?.availability === "offline";
  const isOffline = chat.availability === "offline" || isAway;
  // Fields of the absence that were filled in stay, also when somebody comes meanwhile.
  const filled = useRef(new Set<string>());
  const fields = askedFields(
    scene,
    isOffline,
    ({ when, name }) => when === "always" || isOffline || filled.current.has(`more-${name}`),
  );
  const answers = useAnswers(fields, async (given) => {
    await chat.contact.submit(toContact(given), toVariables(given, settings.contact_form.more));
    chat.reports.login(pageValues(given));
    // What was typed while the answers were on their way goes with the message.
    chat.begin(chat.draft);
    props.onDone();
  });
  const { form, problems, failure } = answers;
  const message = () => form.current?.querySelector<HTMLTextAreaElement>("[name=message]");

  // As in the composer, the field belongs to the visitor; the page and other tabs may have changed the draft.
  useLayoutEffect(() => {
    const area = message();
    if (area) area.value = chat.draft;
  }, [chat.draftNumber]);
  // Whoever was typing goes on where their text now stands.
  useHandover(form, (place) =>
    chat.draft ? message() : place.querySelector<HTMLElement>("input, select, textarea"),
  );

  const onInput = (event: Event) => {
    const { name, value } = event.target as HTMLInputElement;
    if (name === "message") chat.setDraft(value);
    else chat.contact.touch();
    filled.current.add(name);
    if (name === "group") setGroup(value);
    answers.onInput(event);
  };
  const needsTick = fields.some(({ name }) => name === "consent");
  return (
    <div class="pane">
      <form ref={form} class="form" noValidate onSubmit={answers.onSubmit} onInput={onInput}>
        <p>
          <bdi>{own.form_text || texts.say(isOffline ? "form.offline" : "form.intro")}</bdi>
        </p>
        {fields.map((field) => [
          // What is agreed to stands before the tick.
          field.name === "consent" && <Notice key="notice" />,
          <Control
            key={field.name}
            field={field}
            problem={problems[field.name]}
            hint={field.name === "group" && isAway ? texts.say("form.group_note") : undefined}
          />,
        ])}
        {failure && (
          <p class="wrong" role="alert">
            <Icon name="circle-alert" size={14} />
            {failure}
          </p>
        )}
        <button type="submit" class="btn primary" aria-disabled={answers.isBusy}>
          {texts.say(isOffline ? "form.send" : "form.start")}
        </button>
      </form>
      {!needsTick && <Notice />}
    </div>
  );
}

function askedFields(
  { chat, texts, settings }: Scene,
  isOffline: boolean,
  isAsked: (field: FormField) => boolean,
): readonly AskedField[] {
  const { contact, delivery } = chat;
  const own = (["name", "email", "phone"] as const).filter((name) => contact.asks(name, isOffline));
  const more = settings.contact_form.more.filter(isAsked);
  return [
    ...own.map((name) => ownField(name, contact.needs(name, isOffline), texts)),
    // A select of the page that chooses the group stands in the place of ours.
    ...(contact.asks("group") && !more.some(isGroup) ? [groupField(delivery.groups, texts)] : []),
    ...more.map((field) => furtherField(field)),
    messageField(isOffline, chat.textLimit, texts),
    ...(contact.needsTick ? [consentField(settings.name, texts)] : []),
  ];
}

function isGroup({ name, kind }: FormField): boolean {
  return name === "group" && kind === "select";
}

/** Empty fields set nothing. A further select named `group` routes, as the older API has it. */
function toContact(given: Answers): Schemas["ContactIn"] {
  const { name, email, phone, consent } = given;
  const group = given.group || given["more-group"];
  return {
    ...(name ? { name } : {}),
    ...(email ? { email } : {}),
    ...(phone ? { phone } : {}),
    ...(group ? { group } : {}),
    processing_consent: consent === "true",
  };
}

function toVariables(given: Answers, more: readonly FormField[]): Schemas["VariableIn"][] {
  return more
    .filter((field) => !isGroup(field))
    .map(({ name, label }) => ({ id: name, label, value: given[`more-${name}`] ?? "" }))
    .filter(({ value }) => value !== "");
}

/** As the page's handler of `login` gets them: by the names of the page. */
function pageValues(given: Answers): Answers {
  const { message: _message, consent: _consent, ...values } = given;
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [furtherName(name) ?? name, value] as const),
  );
}
