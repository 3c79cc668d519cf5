import { Link } from "@tanstack/react-router";
import { EyeOff, MessageCircle, PanelRightClose } from "lucide-react";
import type { ReactNode } from "react";
import { useFormat, useLanguage, useText } from "../../i18n/text.tsx";
import { Avatar } from "../../parts/avatar.tsx";
import { IconButton } from "../../parts/icon-button.tsx";
import { useDeskState } from "../desk-context.tsx";
import { useNow } from "../live/tick.ts";
import { visitorName } from "../names.ts";
import { isConnected } from "../state/hold-conversation.ts";
import type { Conversation, Earlier, Visitor } from "../state/shapes.ts";

interface VisitorPanelProps {
  readonly conversation: Conversation;
  readonly siteName: string | undefined;
  readonly groupName: string | undefined;
  /** Hides the panel; absent in the drawer, which has its own way out. */
  readonly onHide?: (() => void) | undefined;
}

const NO_OTHERS: readonly Earlier[] = [];

/** What is known about the visitor, and for what is not known, why. */
export function VisitorPanel({ conversation, siteName, groupName, onHide }: VisitorPanelProps) {
  const t = useText();
  const format = useFormat();
  const now = useNow(60_000);
  const { visitor } = conversation;
  const connected = useDeskState((state) => isConnected(state, conversation));
  // Whoever opens an old conversation finds the later ones here too, newest first as the server lists them.
  const others = useDeskState((state) => state.threads.get(conversation.id)?.earlier) ?? NO_OTHERS;
  const name = visitorName(visitor, t);
  return (
    <>
      <section className="who">
        <Avatar name={name} kind="visitor" size={44} presence={connected ? "online" : "offline"} />
        <div>
          <h2 className="clipped">{name}</h2>
          <p>
            {t(connected ? "desk.row.connected" : "desk.row.left")} ·{" "}
            {t("desk.context.since", { date: format.date(visitor.created_at, now) })}
          </p>
        </div>
        {onHide !== undefined && (
          <IconButton label={t("desk.context.close")} onClick={onHide} aria-keyshortcuts="]">
            <PanelRightClose size={16} className="flips" />
          </IconButton>
        )}
      </section>
      <Contact visitor={visitor} />
      <Visit visitor={visitor} siteName={siteName} groupName={groupName} />
      {visitor.variables.length > 0 && (
        <section>
          <h3>{t("desk.context.variables")}</h3>
          <dl>
            {visitor.variables.map((one) => (
              <Fact key={one.id} name={one.label}>
                <span dir="auto">{one.value}</span>
              </Fact>
            ))}
          </dl>
        </section>
      )}
      <section>
        <h3>{t("desk.context.others")}</h3>
        {others.length === 0 && <p className="not-given">{t("desk.context.others_none")}</p>}
        <ul>
          {others.map((one) => (
            <li key={one.id}>
              <Link
                to="/inbox/$conversationId"
                params={{ conversationId: one.id }}
                search={(search) => ({ ...search, at: undefined })}
              >
                <MessageCircle size={16} aria-hidden="true" />
                <span className="clipped">{one.last_text || t("desk.context.empty_message")}</span>
                <time dateTime={new Date(one.created_at).toISOString()}>
                  {format.date(one.created_at, now)}
                </time>
              </Link>
            </li>
          ))}
        </ul>
      </section>
    </>
  );
}

function Contact({ visitor }: { readonly visitor: Visitor }) {
  const t = useText();
  const language = useLanguage();
  return (
    <section>
      <h3>{t("desk.context.contact")}</h3>
      <dl>
        <Fact name={t("desk.context.name")}>{visitor.name || <NotGiven />}</Fact>
        <Fact name={t("desk.context.email")}>
          {visitor.email ? <a href={`mailto:${visitor.email}`}>{visitor.email}</a> : <NotGiven />}
        </Fact>
        <Fact name={t("desk.context.phone")}>
          {visitor.phone ? (
            <a href={`tel:${visitor.phone.replace(/[^+\d]/gu, "")}`}>{visitor.phone}</a>
          ) : (
            <NotGiven />
          )}
        </Fact>
        <Fact name={t("desk.context.language")}>
          {visitor.language ? languageName(visitor.language, language) : <NotCollected />}
        </Fact>
      </dl>
    </section>
  );
}

type VisitProps = Pick<VisitorPanelProps, "siteName" | "groupName"> & { readonly visitor: Visitor };

function Visit({ visitor, siteName, groupName }: VisitProps) {
  const t = useText();
  const page = visitor.page_url == null ? undefined : pageOf(visitor.page_url);
  return (
    <section>
      <h3>{t("desk.context.visit")}</h3>
      <dl>
        {siteName !== undefined && <Fact name={t("desk.context.site")}>{siteName}</Fact>}
        {groupName !== undefined && <Fact name={t("desk.context.group")}>{groupName}</Fact>}
        <Fact name={t("desk.context.page")}>
          {page === undefined ? (
            <NotCollected />
          ) : (
            <a
              href={page.href}
              target="_blank"
              rel="noopener noreferrer"
              title={visitor.page_title ?? page.href}
            >
              {page.words}
            </a>
          )}
        </Fact>
        <Fact name={t("desk.context.referrer")}>
          {visitor.referrer ? (
            visitor.referrer
          ) : page === undefined ? (
            <NotCollected />
          ) : (
            <span className="not-given">{t("desk.context.direct")}</span>
          )}
        </Fact>
        <Fact name={t("desk.context.browser")}>{visitor.browser || <NotCollected />}</Fact>
        <Fact name={t("desk.context.os")}>{visitor.os || <NotCollected />}</Fact>
        <Fact name={t("desk.context.device")}>
          <Device device={visitor.device} />
        </Fact>
        <Fact name={t("desk.context.ip")}>
          <Withheld>{t("desk.context.never")}</Withheld>
        </Fact>
      </dl>
    </section>
  );
}

function Device({ device }: { readonly device: string | null | undefined }) {
  const t = useText();
  switch (device) {
    case "desktop":
    case "phone":
    case "tablet":
      return t(`desk.context.device.${device}`);
    default:
      return device || <NotCollected />;
  }
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
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
function NotGiven() {
  const t = useText();
  return <span className="not-given">{t("desk.context.not_given")}</span>;
}

function NotCollected() {
  const t = useText();
  return <Withheld>{t("desk.context.not_collected")}</Withheld>;
}

/** What is not known on purpose: a state, not a hole. */
function Withheld({ children }: { readonly children: ReactNode }) {
  return (
    <span className="withheld">
      <EyeOff size={14} aria-hidden="true" />
      {children}
    </span>
  );
}

/** Only web addresses become links: the text comes from the visitor's browser. */
function pageOf(address: string): { readonly href: string; readonly words: string } | undefined {
  try {
    const url = new URL(address);
    if (url.protocol !== "https:" && url.protocol !== "http:") return undefined;
    return { href: url.href, words: url.pathname === "/" ? url.host : url.pathname };
  } catch {
    return undefined;
  }
}

function languageName(tag: string, language: string): string {
  try {
    const name = new Intl.DisplayNames([language], { type: "language" }).of(tag) ?? tag;
    return name.charAt(0).toLocaleUpperCase(language) + name.slice(1);
  } catch {
    return tag;
  }
}
