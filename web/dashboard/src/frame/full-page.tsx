/** Pages that stand in for the whole application: no answer, no such address, not yet. */
import { type ErrorComponentProps, useRouter } from "@tanstack/react-router";
import { useText } from "../i18n/text.tsx";
import { ButtonLink } from "../parts/button.tsx";
import { EmptyState, ErrorState, Skeleton } from "../parts/states.tsx";
import { usePageTitle } from "./page-title.ts";

export function FullPageError({ error, reset }: ErrorComponentProps) {
  const t = useText();
  const router = useRouter();
  usePageTitle(t("state.error.title"));
  return (
    <main className="full-page">
      <h1 className="sight-hidden">Entrenous</h1>
      <ErrorState
        error={error}
        onRetry={() => {
          reset();
          void router.invalidate();
        }}
      />
    </main>
  );
}

export function NotFound() {
  const t = useText();
  usePageTitle(t("state.missing.title"));
  return (
    <main className="full-page">
      <h1 className="sight-hidden">Entrenous</h1>
      <EmptyState
        title={t("state.missing.title")}
        action={<ButtonLink to="/inbox">{t("state.missing.inbox")}</ButtonLink>}
      >
        {t("state.missing.text")}
      </EmptyState>
    </main>
  );
}

export function FullPageWait() {
  return (
    <main className="full-page">
      <Skeleton lines={3} />
    </main>
  );
}
