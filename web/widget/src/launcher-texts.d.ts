/** Made at build time by build/launcher-texts.mjs from locales/<language>/launcher.json. */
declare module "virtual:launcher-texts" {
  const texts: Record<string, Record<"name" | "unread_one" | "unread_many" | "write", string>>;
  export default texts;
}
