/** What a screen shows when there is nothing, not yet, or no answer. */
import { CircleAlert, RotateCw, WifiOff } from "lucide-react";
import type { ReactNode } from "react";
import { Refusal, Unreachable } from "../api/failure.ts";
import { useFailureText } from "../api/failure-text.ts";
import { useText } from "../i18n/text.tsx";
import { Button } from "./button.tsx";
import { Mark } from "./logo.tsx";

interface EmptyStateProps {
  readonly title: string;
  /** One line. */
  readonly children?: ReactNode;
  /** One way on. */
  readonly action?: ReactNode;
}

/** The mark, one line, one way on. */
export function EmptyState({ title, children, action }: EmptyStateProps) {
  return (
    <div className="state">
      <Mark size={72} />
      <h2>{title}</h2>
      {children !== undefined && <p>{children}</p>}
      {action}
    </div>
  );
}

interface ErrorStateProps {
  readonly error: unknown;
  /** Absent: there is no point in trying again. */
  readonly onRetry?: (() => void) | undefined;
}

/** What stands in place of a view whose data did not come; announced when it appears. */
export function ErrorState({ error, onRetry }: ErrorStateProps) {
  const t = useText();
  const describe = useFailureText();
  const missing = error instanceof Refusal && error.code === "not_found";
  const Icon = error instanceof Unreachable ? WifiOff : CircleAlert;
  return (
    <div className="state" role="alert">
      <span className="state-icon">
        <Icon size={20} />
      </span>
      <h2>
        {t(
          missing
            ? "state.missing.title"
            : error instanceof Unreachable
              ? "state.unreachable.title"
              : "state.error.title",
        )}
      </h2>
      <p>{missing ? t("state.missing.text") : describe(error)}</p>
      {onRetry !== undefined && !missing && (
        <Button icon={<RotateCw size={14} />} onClick={onRetry}>
          {t("state.retry")}
        </Button>
      )}
    </div>
  );
}

/** Grey lines where content will be; says "loading" once to screen readers. */
export function Skeleton({ lines = 3 }: { readonly lines?: number }) {
  const t = useText();
  return (
    <div className="skeleton" role="status">
      <span className="sight-hidden">{t("state.loading")}</span>
      {Array.from({ length: lines }, (_, line) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the lines are all alike.
        <i key={line} />
      ))}
    </div>
  );
}
