import { useText } from "../i18n/text.tsx";
import { Refusal, Unreachable } from "./failure.ts";

/** What to tell a person about a failed call: the server's own sentence, or that no answer came. */
export function useFailureText(): (error: unknown) => string {
  const t = useText();
  return (error) => {
    if (error instanceof Refusal) {
      const { retryAfterMs } = error;
      if (error.code === "rate_limited" && retryAfterMs !== undefined) {
        // Minutes once there are two of them: nobody counts 240 seconds.
        const seconds = Math.ceil(retryAfterMs / 1000);
        return seconds < 120
          ? t("failure.wait_seconds", { count: seconds })
          : t("failure.wait_minutes", { count: Math.ceil(seconds / 60) });
      }
      return error.code === "internal" ? t("failure.internal", { request: error.requestId }) : error.message;
    }
    if (error instanceof Unreachable) return t(navigator.onLine ? "failure.unreachable" : "failure.offline");
    return t("failure.unexpected");
  };
}
