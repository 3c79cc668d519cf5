import { Pencil } from "lucide-react";
import { useText } from "../i18n/text.tsx";
import { Button } from "../parts/button.tsx";
import { Chip } from "../parts/chip.tsx";
import { Notice } from "../parts/notice.tsx";

interface FormFootProps {
  readonly changed: boolean;
  readonly sending: boolean;
  readonly failure: string | undefined;
  readonly onDiscard: () => void;
  /** Names the consequence; without it the button says "Save". */
  readonly save?: string;
}

/** The end of a settings form: what went wrong, whether something is unsaved, and the two ways on. */
export function FormFoot({ changed, sending, failure, onDiscard, save }: FormFootProps) {
  const t = useText();
  return (
    <>
      {failure !== undefined && (
        <Notice kind="bad" role="alert">
          {failure}
        </Notice>
      )}
      <div className="form-foot">
        {changed && (
          <Chip kind="warn" icon={<Pencil size={12} />}>
            {t("unsaved.chip")}
          </Chip>
        )}
        {changed && !sending && (
          <Button kind="ghost" onClick={onDiscard}>
            {t("unsaved.discard")}
          </Button>
        )}
        <Button kind="primary" type="submit" busy={sending} disabled={!changed && !sending}>
          {save ?? t("unsaved.save")}
        </Button>
      </div>
    </>
  );
}
