import { useText } from "../i18n/text.tsx";
import { Refusal, Unreachable } from "./failure.ts";

/** What to tell a person about a failed call: the server's own sentence, or that no answer came. */
export function useFailureText(): (error: unknown) => string {
  const t = useText();
  return (error) => {
    if (error instanceof Refusal) {
      return error.code === "internal" ? t("failure.internal", { request: error.requestId }) : error.message;
    }
    if (error instanceof Unreachable) return t(navigator.onLine ? "failure.unreachable" : "failure.offline");
    return t("failure.unexpected");
  };
}
