import type { RefObject } from "preact";
import { useRef, useState } from "preact/hooks";
import { isRatable } from "../chat/rating.ts";
import { Composer } from "./composer.tsx";
import { Later } from "./later.tsx";
import { useScene } from "./scene.ts";

/** Below the thread: where the visitor writes, and after the end the rating and the way to a new conversation. */
export function Foot(props: {
  readonly field: RefObject<HTMLTextAreaElement | null>;
  /** The rating lies over the thread already. */
  readonly isRating: boolean;
  onNew(): void;
}) {
  const { chat, texts, settings, now } = useScene();
  const { conversation, conversationId } = chat.delivery;
  const [skipped, setSkipped] = useState<string>();
  // It is fetched for an open box only, and then stays: what was written into it outlives minimising.
  const wasOpen = useRef(false);
  wasOpen.current ||= chat.isOpen;
  if (!chat.isEnded) return settings.writable ? <Composer field={props.field} /> : null;
  const isAsked =
    settings.rating &&
    wasOpen.current &&
    !props.isRating &&
    skipped !== conversationId &&
    isRatable(conversation, now());
  return (
    <div class="foot ended">
      {isAsked && (
        <Later>{({ RatingCard }) => <RatingCard onSkip={() => setSkipped(conversationId)} />}</Later>
      )}
      {settings.writable && (
        <button
          type="button"
          class="btn"
          onClick={() => {
            chat.startNew();
            props.onNew();
          }}
        >
          {texts.say("ended.new")}
        </button>
      )}
    </div>
  );
}
