import { Check, Copy } from "lucide-react";
import { useState } from "react";
import { useText } from "../i18n/text.tsx";
import { Button, type ButtonKind } from "./button.tsx";

interface CopyButtonProps {
  readonly text: string;
  /** Names what is copied when "Copy" alone would not say. */
  readonly label?: string;
  readonly kind?: ButtonKind;
}

/** Copies a text; says on the button, and to screen readers, whether it worked. */
export function CopyButton({ text, label, kind = "edge" }: CopyButtonProps) {
  const t = useText();
  const [result, setResult] = useState<"copied" | "failed">();
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setResult("copied");
    } catch {
      // Without https or permission the browser has no clipboard for us.
      setResult("failed");
    }
  };
  return (
    <>
      <Button
        kind={kind}
        icon={result === "copied" ? <Check size={16} /> : <Copy size={16} />}
        onClick={copy}
        onBlur={() => setResult(undefined)}
      >
        {result === "copied" ? t("parts.copy.copied") : (label ?? t("parts.copy.copy"))}
      </Button>
      <span role="status" className={result === "failed" ? "field-error" : "sight-hidden"}>
        {result !== undefined && t(result === "copied" ? "parts.copy.copied" : "parts.copy.failed")}
      </span>
    </>
  );
}
