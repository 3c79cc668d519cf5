import { Plus, X } from "lucide-react";
import { useRef, useState } from "react";
import { useText } from "../../i18n/text.tsx";
import { Button } from "../../parts/button.tsx";
import { TextField } from "../../parts/field.tsx";
import { IconButton } from "../../parts/icon-button.tsx";
import { originWithin, readOrigin } from "./origins.ts";

interface OriginListProps {
  readonly value: readonly string[];
  readonly onChange: (value: readonly string[]) => void;
  /** What the server said about the list. */
  readonly error?: string | undefined;
}

/** The origins that may show the chat box, one a line, with a field to add more. */
export function OriginList({ value, onChange, error }: OriginListProps) {
  const t = useText();
  const [text, setText] = useState("");
  const [problem, setProblem] = useState<string>();
  const field = useRef<HTMLInputElement>(null);

  const add = () => {
    const typed = text
      .split(/[,;]/u)
      .map((entry) => entry.trim())
      .filter(Boolean);
    const wrong = typed.find((entry) => readOrigin(entry) === undefined);
    if (typed.length === 0 || wrong !== undefined) {
      const within = wrong === undefined ? undefined : originWithin(wrong);
      if (within !== undefined) setProblem(t("settings.domains.only_origin", { origin: within }));
      else setProblem(t(/\s/u.test(wrong ?? "") ? "settings.domains.spaces" : "settings.domains.wrong"));
      field.current?.focus();
      return;
    }
    const origins = typed.map((entry) => readOrigin(entry) ?? "");
    onChange([...new Set([...value, ...origins])]);
    setText("");
    setProblem(undefined);
    field.current?.focus();
  };

  return (
    <div className="origins">
      {value.length > 0 && (
        <ul>
          {value.map((origin) => (
            <li key={origin} className="origin">
              <code>{origin}</code>
              <IconButton
                label={t("settings.domains.remove", { origin })}
                onClick={() => {
                  onChange(value.filter((other) => other !== origin));
                  field.current?.focus();
                }}
              >
                <X size={14} />
              </IconButton>
            </li>
          ))}
        </ul>
      )}
      <div className="field-with-action">
        <TextField
          ref={field}
          label={t("settings.domains.add_label")}
          hint={t(value.length === 0 ? "settings.domains.every" : "settings.domains.only_these")}
          placeholder="https://shop.example"
          inputMode="url"
          autoCapitalize="off"
          autoComplete="off"
          spellCheck={false}
          value={text}
          error={problem ?? error}
          onChange={(next) => {
            setText(next);
            setProblem(undefined);
          }}
          onKeyDown={(event) => {
            if (event.key !== "Enter") return;
            // Enter adds the address; it must not send the whole form.
            event.preventDefault();
            add();
          }}
        />
        <Button icon={<Plus size={16} />} onClick={add}>
          {t("settings.domains.add")}
        </Button>
      </div>
    </div>
  );
}
