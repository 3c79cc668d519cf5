import { initialOf, PersonAvatar, SiteAvatar } from "./avatar.tsx";
import { Icon } from "./icon.tsx";
import { Menu } from "./menu.tsx";
import type { Panel } from "./panel.ts";
import { useScene } from "./scene.ts";

/** Who is there, the menu, and the way out: first where the box fills the screen, else last, for eyes and keys alike. */
export function Header(props: {
  readonly isFullScreen: boolean;
  readonly onMinimise: () => void;
  readonly onPanel: (panel: Panel) => void;
}) {
  const { chat, texts, settings, logo } = useScene();
  const { title, line, faces } = useFaces();
  const minimise = (
    <button
      type="button"
      class="ib minimise"
      aria-label={texts.say("header.minimise")}
      onClick={props.onMinimise}
    >
      <Icon name="chevron-down" size={20} />
    </button>
  );
  return (
    <header class="head">
      {props.isFullScreen && minimise}
      <span class="stack">
        {faces.length > 0 ? (
          faces.map((agent) => (
            <PersonAvatar
              key={agent.id}
              name={agent.name}
              picture={agent.avatar ?? undefined}
              isLarge
              isThere={faces.length === 1 && chat.availability === "online"}
            />
          ))
        ) : (
          <SiteAvatar
            // Another picture may load where the last one did not.
            key={logo}
            logo={logo}
          >
            {chat.availability === "online" ? initialOf(settings.name) : <Icon name="moon" size={16} />}
          </SiteAvatar>
        )}
      </span>
      <div class="who-is">
        <h2>
          <bdi>{title}</bdi>
        </h2>
        <p>{line}</p>
      </div>
      <Menu onPanel={props.onPanel} />
      {!props.isFullScreen && minimise}
    </header>
  );
}

/** The agents of the conversation, else the site with whoever could answer. */
function useFaces() {
  const { chat, texts, settings, logo } = useScene();
  const { conversation, agents } = chat.delivery;
  const inIt = chat.isFresh ? [] : agents.filter((agent) => conversation?.agent_ids.includes(agent.id));
  const site = settings.name;
  if (inIt.length > 0) {
    const line = chat.isEnded
      ? texts.say("header.ended")
      : inIt.length === 1
        ? texts.say("header.person", { site })
        : site;
    return { title: texts.list(inIt.map((agent) => agent.name)), line, faces: inIt.slice(0, 3) };
  }
  const line = chat.isEnded
    ? texts.say("header.ended")
    : chat.availability === "offline"
      ? texts.say("header.offline")
      : texts.say(conversation?.owner_state === "queue" && !chat.isFresh ? "header.queue" : "header.online");
  return { title: site, line, faces: logo ? [] : agents.slice(0, 3) };
}
