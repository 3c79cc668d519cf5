/** The words of one language; another one speaks English. */

/** Words by whole key. */
export type Catalogue = Readonly<Record<string, string>>;

type Fetch = () => Promise<{ readonly default: Catalogue }>;

/** By language: how its catalogue is fetched. A browser asks again for one that could not be fetched. */
export interface Catalogues {
  readonly en: Fetch;
  readonly [language: string]: Fetch | undefined;
}

/**
 * Gives the words and says which language they are: English where the asked one has none or cannot be fetched.
 * Rejects when English cannot be fetched either.
 */
export async function fetchWords(
  catalogues: Catalogues,
  language: string,
): Promise<{ readonly tag: string; readonly words: Catalogue }> {
  try {
    const own = await catalogues[language]?.();
    if (own) return { tag: language, words: own.default };
  } catch {
    // Another language is better than none.
  }
  return { tag: "en", words: (await catalogues.en()).default };
}
