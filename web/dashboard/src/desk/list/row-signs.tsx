import { Frown, type LucideIcon, Meh, Moon, Smile } from "lucide-react";
import { useText } from "../../i18n/text.tsx";
import { Chip } from "../../parts/chip.tsx";
import { ratingWord } from "../names.ts";
import type { Conversation } from "../state/shapes.ts";

const FACES = { 1: Frown, 3: Meh, 5: Smile } as const;

/** Begun while nobody was there, and rated: beside the owner's chip a row has room for signs, not for further words. */
export function RowSigns(props: { readonly conversation: Pick<Conversation, "is_offline" | "rating"> }) {
  const { is_offline, rating } = props.conversation;
  const t = useText();
  return (
    <>
      {is_offline && <Sign icon={Moon} name={t("desk.row.offline")} />}
      {rating != null && (
        <Sign
          icon={FACES[rating.value]}
          name={t("desk.row.rated", { rating: ratingWord(rating.value, t) })}
        />
      )}
    </>
  );
}

/** A sign with a name, which a pointer shows too. */
function Sign({ icon: Icon, name }: { readonly icon: LucideIcon; readonly name: string }) {
  return (
    <span className="row-sign" title={name}>
      <Chip kind="line" icon={<Icon size={12} aria-hidden="true" />}>
        <span className="sight-hidden">{name}</span>
      </Chip>
    </span>
  );
}
