/** The page's own words for the box: the key `translates`, and the commands `translate` and `banner:update`. */
import type { Box } from "../host.ts";
import { languageCode } from "./languages.ts";
import type { toTexts } from "./translations.ts";

type Texts = Readonly<Record<string, string>>;

/** Words for one language, or for every one. */
interface Layer {
  readonly language: string | undefined;
  readonly tree: Readonly<Record<string, unknown>>;
}

export interface PageTextsOptions {
  readonly box: Pick<Box, "setTexts">;
  /** The language as the page asked for it, known or not. */
  language(): string;
  /** Imports the table of keys, which few pages need. */
  readonly importTable: () => Promise<{ readonly toTexts: typeof toTexts }>;
}

export interface PageTexts {
  /** Takes a tree of texts, for a language or for all; a language of the page's own stands over English. */
  translate(tree: Readonly<Record<string, unknown>>, language?: unknown): void;
  /** Takes `{text}` or `{title, desc}` as the greeting. */
  greet(given: Readonly<Record<string, unknown>>): void;
  /** The language may have changed. */
  refresh(): void;
}

export function createPageTexts({ box, language, importTable }: PageTextsOptions): PageTexts {
  const layers: Layer[] = [];
  let told = "{}";
  let round = 0;

  async function tell(): Promise<void> {
    const now = ++round;
    try {
      const { toTexts } = await importTable();
      if (now !== round) return;
      const asked = ownCode(language());
      const texts: Texts = Object.assign(
        {},
        ...layers.filter((layer) => (layer.language ?? asked) === asked).map((layer) => toTexts(layer.tree)),
      );
      const text = JSON.stringify(texts);
      if (text === told) return;
      told = text;
      box.setTexts(texts);
    } catch {
      // The box keeps its own words.
    }
  }

  return {
    translate(tree, given) {
      layers.push({ language: typeof given === "string" && given ? ownCode(given) : undefined, tree });
      void tell();
    },
    greet(given) {
      const infoDesc = given.desc ?? given.text;
      layers.push({ language: undefined, tree: { online: { infoTitle: given.title, infoDesc } } });
      void tell();
    },
    refresh() {
      if (layers.length > 0) void tell();
    },
  };
}

/** The published code; of a language that nobody published, what the page calls it. */
function ownCode(said: string): string {
  const code = languageCode(said);
  return code === "en" && !/^en\b/i.test(said) ? said.toLowerCase() : code;
}
