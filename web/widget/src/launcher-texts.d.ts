/** Made at build time by build/launcher-texts.mjs from locales/<language>/launcher.json. */
declare module "virtual:launcher-texts" {
  /** Texts by language, then by the last part of their key. */
  const texts: Record<string, Record<string, string>>;
  export default texts;
}
