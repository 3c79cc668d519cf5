/** How many characters are left of `limit`; negative when there are too many. The server counts code points, trimmed. */
export function textRoom(text: string, limit: number): number {
  return limit - [...text.trim()].length;
}
