import type { Schemas } from "@entrenous/protocol/frames.ts";
import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { Icon } from "./icon.tsx";
import { useScene } from "./scene.ts";

/** Ground colours of initials; they follow from the name and mean nothing. */
const GROUNDS = 4;

/** A person: round, photo or initials. `isThere` puts the green dot on it. */
export function PersonAvatar(props: {
  readonly name: string;
  readonly picture?: string | undefined;
  readonly isLarge?: boolean;
  readonly isThere?: boolean;
}) {
  const { baseUrl } = useScene();
  const [isBroken, setBroken] = useState(false);
  const { name, picture } = props;
  return (
    <span class={`av g${groundOf(name)}${props.isLarge ? " lg" : ""}`} aria-hidden="true">
      {picture && !isBroken ? (
        <img
          src={baseUrl + picture}
          alt=""
          referrerpolicy="no-referrer"
          loading="lazy"
          decoding="async"
          onError={() => setBroken(true)}
        />
      ) : (
        initialOf(name)
      )}
      {props.isThere && <i class="there" />}
    </span>
  );
}

/** The site itself, round as the people who speak for it: the page's picture, else what stands in for it. */
export function SiteAvatar(props: { readonly logo: string; readonly children: ComponentChildren }) {
  const [isBroken, setBroken] = useState(false);
  return (
    <span class="av lg" aria-hidden="true">
      {props.logo && !isBroken ? (
        <img
          src={props.logo}
          alt=""
          referrerpolicy="no-referrer"
          decoding="async"
          onError={() => setBroken(true)}
        />
      ) : (
        props.children
      )}
    </span>
  );
}

/** A machine: square, never with a face. */
export function MachineAvatar(props: {
  readonly kind: Exclude<Schemas["AuthorKind"], "visitor" | "agent" | "system">;
}) {
  const { texts } = useScene();
  return (
    <span class={`av ${props.kind}`} aria-hidden="true">
      {props.kind === "ai" ? (
        texts.say("author.ai_mark")
      ) : (
        <Icon name={props.kind === "bot" ? "split" : "zap"} size={14} />
      )}
    </span>
  );
}

/** The first letter, whole also where it takes two code units. */
export function initialOf(name: string): string {
  return (Array.from(name.trim())[0] ?? "·").toLocaleUpperCase();
}

function groundOf(name: string): number {
  let sum = 7;
  for (const letter of name) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) % 9973;
  return (sum >> 2) % GROUNDS;
}
