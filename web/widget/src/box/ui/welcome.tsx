import { Icon } from "./icon.tsx";
import { useScene } from "./scene.ts";

/**
 * The greeting above the thread. The blocks keep the direction of the box, and each text has its own inside:
 * an owner's Arabic sentence in an English box stands at the left, with its full stop at its end.
 */
export function Greeting() {
  const { chat, texts, own } = useScene();
  const names = chat.delivery.agents.map((agent) => agent.name);
  const line =
    chat.availability === "offline"
      ? texts.say(chat.contact.isReachable ? "form.offline" : "greeting.offline")
      : names.length === 0
        ? texts.say("greeting.online")
        : texts.say(names.length === 1 ? "greeting.people" : "greeting.people_many", {
            names: texts.list(names),
          });
  return (
    <div class="greeting">
      <p class="title">
        <bdi>{own.greeting_title || texts.say("greeting.title")}</bdi>
      </p>
      <p class="muted">
        <bdi>{own.greeting_text || line}</bdi>
      </p>
    </div>
  );
}

/** What happens to what is written; before the first message, and above it afterwards. */
export function Notice() {
  const { texts, settings, own } = useScene();
  if (!settings.show_notice) return null;
  const [before, after] = texts.say("notice.to", { site: "\n" }).split("\n");
  return (
    <div class="notice">
      <Icon name="shield-check" />
      <p>
        {own.notice_text ? (
          <bdi>{own.notice_text}</bdi>
        ) : (
          <>
            {before}
            <b>
              <bdi>{settings.name}</bdi>
            </b>
            {after} {texts.say("notice.use")}
          </>
        )}{" "}
        {settings.privacy_url && (
          <a href={settings.privacy_url} target="_blank" rel="noopener noreferrer">
            {texts.say("notice.rights")}
          </a>
        )}
      </p>
    </div>
  );
}
