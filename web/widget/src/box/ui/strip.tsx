import { useEffect, useState } from "preact/hooks";
import type { LinkState } from "../connection/link.ts";
import { Icon } from "./icon.tsx";
import { useScene } from "./scene.ts";

/** A connection that is back within this time is not worth a word. */
const PATIENCE_MS = 1_500;

/** The line under the header: what is wrong with the connection, else that nobody is there. */
export function Strip() {
  const { chat, texts, own } = useScene();
  // Said as it is: the answer comes by e-mail where an address is known or asked for.
  const isMailed = chat.contact.isDue || chat.contact.isReachable;
  const state = useSteady(chat.linkState);
  const isDown = state === "waiting" || state === "quiet" || state === "refused";
  const isAlone = !isDown && chat.availability === "offline" && !chat.isEnded;
  // The place is always there: screen readers follow only regions that existed before their words.
  return (
    <div role="status">
      {isDown && (
        <p class="strip warn">
          <Icon name="wifi-off" />
          <span>{texts.say(`connection.${state}`)}</span>
        </p>
      )}
      {isAlone && (
        <p class="strip">
          <Icon name="moon" />
          <span>
            <bdi>{own.offline_text || texts.say(isMailed ? "offline.strip_email" : "offline.strip")}</bdi>
          </span>
        </p>
      )}
    </div>
  );
}

/** The state, but a loss only after it has lasted. */
function useSteady(state: LinkState): LinkState {
  const isLoss = state === "waiting";
  const [hasLasted, setLasted] = useState(false);
  useEffect(() => {
    if (!isLoss) return;
    const timer = setTimeout(() => setLasted(true), navigator.onLine ? PATIENCE_MS : 0);
    return () => {
      clearTimeout(timer);
      setLasted(false);
    };
  }, [isLoss]);
  return isLoss && !hasLasted ? "connecting" : state;
}
