/** What every part of the screen may use: the chat, the words, and what the owner chose. */
import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { OwnTexts, SiteSettings } from "../../host.ts";
import type { Chat } from "../chat/chat.ts";
import type { Texts } from "../chat/texts.ts";

export interface Scene {
  readonly chat: Chat;
  readonly texts: Texts;
  readonly settings: SiteSettings;
  /** The owner's own words in the language of the box; empty ones mean the product's. */
  readonly own: OwnTexts;
  readonly baseUrl: string;
  /** The page's picture of the site, or empty. */
  readonly logo: string;
  /** Adds a style sheet to the box; returns its removal. */
  adoptStyles(css: string): () => void;
  /** Unix ms, for days. */
  now(): number;
}

export const SceneContext = createContext<Scene | undefined>(undefined);

export function useScene(): Scene {
  const scene = useContext(SceneContext);
  if (!scene) throw new Error("a part of the box was rendered outside of it");
  return scene;
}
