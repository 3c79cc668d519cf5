import { CircleCheck, X } from "lucide-react";
import { useEffect, useSyncExternalStore } from "react";
import { useText } from "../i18n/text.tsx";
import { IconButton } from "./icon-button.tsx";

interface ToastEntry {
  readonly id: number;
  readonly text: string;
}

/** Long enough to read two lines; what must not be missed is no toast but stands on the page. */
const SHOWN_MS = 6000;

let entries: readonly ToastEntry[] = [];
let lastId = 0;
const listeners = new Set<() => void>();

function change(next: readonly ToastEntry[]): void {
  entries = next;
  for (const listener of listeners) listener();
}

/** Says that something was done. It goes by itself, and is announced politely. */
export function toast(text: string): void {
  lastId += 1;
  // The same words twice are one message; three are as many as anyone reads.
  change([...entries.filter((entry) => entry.text !== text), { id: lastId, text }].slice(-3));
}

function dismiss(id: number): void {
  change(entries.filter((entry) => entry.id !== id));
}

/** The place where toasts appear; once, at the end of the application. */
export function Toasts() {
  const shown = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => entries,
  );
  return (
    <div className="toasts" role="status" aria-live="polite">
      {shown.map((entry) => (
        <Toast key={entry.id} entry={entry} />
      ))}
    </div>
  );
}

function Toast({ entry }: { readonly entry: ToastEntry }) {
  const t = useText();
  useEffect(() => {
    const timer = setTimeout(() => dismiss(entry.id), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [entry.id]);
  return (
    <div className="toast">
      <CircleCheck size={16} />
      <span>{entry.text}</span>
      <IconButton label={t("parts.toast.close")} onClick={() => dismiss(entry.id)}>
        <X size={14} />
      </IconButton>
    </div>
  );
}
