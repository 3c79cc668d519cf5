/** Which language the dashboard speaks: the agent's own, before the sign-in the browser's. */
import { type Catalogue, isLanguage, LANGUAGES, type Language, loadCatalogue } from "./catalogue.ts";

export interface Speech {
  readonly language: Language;
  readonly catalogue: Catalogue;
}

let speech: Speech | undefined;
let wanted: Language | undefined;
let chosen: Language | undefined;
const listeners = new Set<() => void>();

/** The first language of the browser that the dashboard speaks, else English. */
export function browserLanguage(languages: readonly string[] = navigator.languages): Language {
  for (const tag of languages) {
    const language = tag.toLowerCase().split("-")[0] ?? "";
    if (isLanguage(language)) return language;
  }
  return LANGUAGES[0];
}

/** The language in use; before the first texts have come, the one they are loaded for. */
export function currentLanguage(): Language {
  return speech?.language ?? wanted ?? browserLanguage();
}

/** Loads the language's texts and shows them; resolves when they are on screen. The last call wins. */
export async function setLanguage(language: Language): Promise<void> {
  wanted = language;
  if (speech?.language === language) return;
  const catalogue = await loadCatalogue(language);
  if (wanted !== language) return;
  speech = { language, catalogue };
  document.documentElement.lang = language;
  for (const listener of listeners) listener();
}

/** As `setLanguage`, by somebody who is not signed in yet: the choice goes along into the dashboard. */
export function chooseLanguage(language: Language): Promise<void> {
  chosen = language;
  return setLanguage(language);
}

/** What was chosen before the sign-in; told once. */
export function takeChosenLanguage(): Language | undefined {
  const language = chosen;
  chosen = undefined;
  return language;
}

/** What is spoken now; undefined until the first `setLanguage` has resolved. */
export function currentSpeech(): Speech | undefined {
  return speech;
}

export function onSpeech(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
