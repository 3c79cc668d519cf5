const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/** Characters from 64, 6 random bits each; 22 of them (132 bits) are never drawn twice. Fits `client_msg_id`. */
export function randomId(length = 22): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(length)), (byte) => LETTERS[byte & 63]).join("");
}
