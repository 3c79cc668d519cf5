import { Split, Zap } from "lucide-react";
import type { ReactNode } from "react";
import { useText } from "../i18n/text.tsx";

/** People are round, machines are square. */
export type AvatarKind = "visitor" | "agent" | "bot" | "automatic" | "ai";
export type Presence = "online" | "away" | "offline";

interface AvatarProps {
  /** The name from which initials and ground follow; the avatar itself is decoration beside it. */
  readonly name: string;
  readonly kind?: AvatarKind;
  /** Path of a picture on this server. */
  readonly src?: string | null | undefined;
  /** Pixels. */
  readonly size?: 20 | 28 | 36 | 44 | 72;
  readonly presence?: Presence;
}

/** A person's or machine's sign. Say the presence in words nearby as well. */
export function Avatar({ name, kind = "agent", src, size = 28, presence }: AvatarProps) {
  return (
    <span
      className="avatar"
      data-kind={kind}
      data-size={size}
      data-ground={src ? undefined : groundOf(name)}
      // Drawn by the style sheet: as text, initials would count as a part of the words that name a control.
      data-initials={!src && (kind === "visitor" || kind === "agent") ? initials(name) : undefined}
      aria-hidden="true"
    >
      {src ? <img src={src} alt="" width={size} height={size} /> : <Sign kind={kind} />}
      {presence !== undefined && <i data-presence={presence} />}
    </span>
  );
}

function Sign({ kind }: { readonly kind: AvatarKind }): ReactNode {
  const t = useText();
  switch (kind) {
    case "bot":
      return <Split size={14} />;
    case "automatic":
      return <Zap size={14} />;
    case "ai":
      return t("parts.avatar.ai");
    case "visitor":
    case "agent":
      return null;
    default:
      return kind satisfies never;
  }
}

/** The first letters of the first and the last word, at most two. */
export function initials(name: string): string {
  const words = name.trim().split(/\s+/u).filter(Boolean);
  const chosen = words.length > 1 ? [words[0], words.at(-1)] : words;
  return chosen.map((word) => [...(word ?? "")][0]?.toLocaleUpperCase() ?? "").join("");
}

/** One of four grounds, always the same for the same name. */
function groundOf(name: string): number {
  let sum = 0;
  for (const letter of name) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) % 9973;
  return sum % 4;
}
