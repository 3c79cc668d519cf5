/** As the server's rule says: http or https, a host, no user; or nothing. */
export function isWebAddress(text: string): boolean {
  const typed = text.trim();
  if (typed === "") return true;
  if (!/^https?:\/\//u.test(typed) || /[\s"<>]/u.test(typed) || !URL.canParse(typed)) return false;
  const { hostname, username } = new URL(typed);
  return hostname !== "" && username === "";
}
