import { Link } from "@tanstack/react-router";
import { MessageCircle, PanelRightClose, Smile } from "lucide-react";
import { useFormat, useLanguage, useText } from "../../i18n/text.tsx";
import { Avatar } from "../../parts/avatar.tsx";
import { IconButton } from "../../parts/icon-button.tsx";
import { useDeskState } from "../desk-context.tsx";
import { useNow } from "../live/tick.ts";
import { ratingWord, visitorName } from "../names.ts";
import { isConnected } from "../state/hold-conversation.ts";
import type { Conversation, Earlier, Rating, Visitor } from "../state/shapes.ts";
import { Fact, NotCollected, NotGiven, PageLink, pageOf, Withheld } from "./facts.tsx";
import { VisitFacts } from "./visit-facts.tsx";

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
  const variables = visitor.variables.filter(({ id }) => id !== PROCESSING);
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
      {conversation.rating != null && <RatingFacts rating={conversation.rating} />}
      <Visit conversation={conversation} siteName={siteName} groupName={groupName} />
      {variables.length > 0 && (
        <section>
          <h3>{t("desk.context.variables")}</h3>
          <dl>
            {variables.map((one) => (
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

/** The name under which the older API keeps the visitor's tick below the notice. */
const PROCESSING = "personalDataProcessingConsent";

function RatingFacts({ rating }: { readonly rating: Rating }) {
  const t = useText();
  return (
    <section>
      <h3>{t("desk.context.rating")}</h3>
      <p className="rated">
        <Smile size={16} aria-hidden="true" />
        {ratingWord(rating.value, t)}
      </p>
      {rating.comment && (
        <blockquote className="rating-comment" dir="auto">
          {rating.comment}
        </blockquote>
      )}
    </section>
  );
}

function Contact({ visitor }: { readonly visitor: Visitor }) {
  const t = useText();
  const language = useLanguage();
  const agreed = visitor.variables.find(({ id }) => id === PROCESSING)?.value;
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
        {agreed !== undefined && (
          <Fact name={t("desk.context.processing")}>
            {t(agreed === "true" ? "desk.context.processing_yes" : "desk.context.processing_no")}
          </Fact>
        )}
      </dl>
    </section>
  );
}

type VisitProps = Pick<VisitorPanelProps, "conversation" | "siteName" | "groupName">;

function Visit({ conversation, siteName, groupName }: VisitProps) {
  const t = useText();
  const { visitor } = conversation;
  const page = visitor.page_url == null ? undefined : pageOf(visitor.page_url);
  return (
    <section>
      <h3>{t("desk.context.visit")}</h3>
      <dl>
        {siteName !== undefined && <Fact name={t("desk.context.site")}>{siteName}</Fact>}
        {groupName !== undefined && <Fact name={t("desk.context.group")}>{groupName}</Fact>}
        <Fact name={t("desk.context.page")}>
          {page === undefined ? <NotCollected /> : <PageLink page={page} title={visitor.page_title} />}
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
        {visitor.site_platform && (
          <Fact name={t("desk.context.platform")}>
            <span dir="auto">{visitor.site_platform}</span>
          </Fact>
        )}
        <VisitFacts conversation={conversation} />
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

function languageName(tag: string, language: string): string {
  try {
    const name = new Intl.DisplayNames([language], { type: "language" }).of(tag) ?? tag;
    return name.charAt(0).toLocaleUpperCase(language) + name.slice(1);
  } catch {
    return tag;
  }
}
