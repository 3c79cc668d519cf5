/** Made at build time by build/greeting-url.mjs. */
declare module "virtual:greeting-url" {
  /** Path of the greeting's module on the server, its hash included. */
  const url: string;
  export default url;
}
