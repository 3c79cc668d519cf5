/** A `client_msg_id`: 32 hexadecimal characters by chance. Works without TLS too, where `randomUUID` does not. */
export function freshId(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))]
    .map((byte) => byte.toString(16).padStart(2, "0"))
    .join("");
}
