import { CircleAlert, CircleCheck, Info, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";

const ICONS = { plain: Info, ok: CircleCheck, warn: TriangleAlert, bad: CircleAlert } as const;

interface NoticeProps {
  readonly kind?: keyof typeof ICONS;
  /** `alert` for what has just failed, `status` for what has just changed; nothing for what was there before. */
  readonly role?: "alert" | "status";
  readonly children: ReactNode;
}

/** A sentence that belongs to the page, on a soft ground with an icon. */
export function Notice({ kind = "plain", role, children }: NoticeProps) {
  const Icon = ICONS[kind];
  return (
    <div className="notice" data-kind={kind} role={role}>
      <Icon size={16} />
      <div>{children}</div>
    </div>
  );
}
