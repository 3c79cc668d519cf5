/** How the panel says what is known, and what is not known on purpose. */
import { EyeOff } from "lucide-react";
import type { ReactNode } from "react";
import { useText } from "../../i18n/text.tsx";

/** A line of the panel: what it is, and what is known. */
export function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div>
      <dt className="clipped" title={name}>
        {name}
      </dt>
      <dd>{children}</dd>
    </div>
  );
}

/** Asked for and left empty. */
export function NotGiven() {
  const t = useText();
  return <span className="not-given">{t("desk.context.not_given")}</span>;
}

/** The site does not ask for it in its present settings. */
export function NotCollected() {
  const t = useText();
  return <Withheld>{t("desk.context.not_collected")}</Withheld>;
}

/** What is not known on purpose: a state, not a hole. */
export function Withheld({ children }: { readonly children: ReactNode }) {
  return (
    <span className="withheld">
      <EyeOff size={14} aria-hidden="true" />
      {children}
    </span>
  );
}

/** A page of the website, in a tab of its own; its title shows on pointing. */
export function PageLink(props: {
  readonly page: { readonly href: string; readonly words: string };
  readonly title: string | null | undefined;
  readonly className?: string;
}) {
  const { href, words } = props.page;
  return (
    <a
      className={props.className}
      href={href}
      target="_blank"
      rel="noopener noreferrer"
      title={props.title ?? href}
    >
      {words}
    </a>
  );
}

/** Only web addresses become links: the text comes from the visitor's browser. */
export function pageOf(address: string): { readonly href: string; readonly words: string } | undefined {
  try {
    const url = new URL(address);
    if (url.protocol !== "https:" && url.protocol !== "http:") return undefined;
    return { href: url.href, words: url.pathname === "/" ? url.host : url.pathname };
  } catch {
    return undefined;
  }
}
