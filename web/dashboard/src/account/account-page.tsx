/** The page around everything that happens before the sign-in: mark, one card, language. */
import { type ReactNode, useEffect, useRef } from "react";
import { usePageTitle } from "../frame/page-title.ts";
import { LANGUAGES } from "../i18n/catalogue.ts";
import { chooseLanguage } from "../i18n/language.ts";
import { useLanguage, useText } from "../i18n/text.tsx";
import { Logo } from "../parts/logo.tsx";

interface AccountPageProps {
  readonly title: string;
  readonly lead?: ReactNode;
  readonly children: ReactNode;
}

export function AccountPage({ title, lead, children }: AccountPageProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  const first = useRef(true);
  usePageTitle(title);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another title is another step of the same page.
  useEffect(() => {
    if (!first.current) heading.current?.focus();
    first.current = false;
  }, [title]);
  return (
    <div className="account">
      <main className="account-main">
        <Logo />
        <section className="account-card">
          <div>
            <h1 ref={heading} tabIndex={-1}>
              {title}
            </h1>
            {lead !== undefined && <p className="account-lead">{lead}</p>}
          </div>
          {children}
        </section>
      </main>
      <LanguageChoice />
    </div>
  );
}

const NAMES = { en: "English", fr: "Français" } as const;

function LanguageChoice() {
  const t = useText();
  const language = useLanguage();
  return (
    <footer className="account-foot">
      <span className="sight-hidden">{t("account.language")}</span>
      {LANGUAGES.map((choice) => (
        <button
          key={choice}
          type="button"
          lang={choice}
          className="text-button"
          aria-pressed={choice === language}
          onClick={() => chooseLanguage(choice)}
        >
          {NAMES[choice]}
        </button>
      ))}
    </footer>
  );
}
