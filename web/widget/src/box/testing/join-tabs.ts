import { vi } from "vitest";

/** Boxes opened after this hear each other as tabs do. */
export function joinTabs(): void {
  const channels = new Set<{ onmessage: ((event: { data: unknown }) => void) | null }>();
  vi.stubGlobal(
    "BroadcastChannel",
    class {
      onmessage: ((event: { data: unknown }) => void) | null = null;
      constructor() {
        channels.add(this);
      }
      postMessage(data: unknown): void {
        for (const other of channels) if (other !== this) other.onmessage?.({ data: structuredClone(data) });
      }
      close(): void {
        channels.delete(this);
      }
    },
  );
}
