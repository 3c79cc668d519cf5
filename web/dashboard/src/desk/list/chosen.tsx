import { Check } from "lucide-react";
import type { ReactNode } from "react";
import { useText } from "../../i18n/text.tsx";

/** The words of a menu row, with a check mark at the end when it is in force. */
export function Chosen({ chosen, children }: { readonly chosen: boolean; readonly children: ReactNode }) {
  const t = useText();
  return (
    <>
      <span className="menu-words">{children}</span>
      {chosen && (
        <>
          <Check size={16} aria-hidden="true" />
          <span className="sight-hidden">{t("desk.menu.chosen")}</span>
        </>
      )}
    </>
  );
}
