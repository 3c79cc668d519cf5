import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { ArrowLeft, Search, X } from "lucide-react";
import { useDeferredValue, useEffect, useRef, useState } from "react";
import { useText } from "../../i18n/text.tsx";
import { Avatar } from "../../parts/avatar.tsx";
import { IconButton } from "../../parts/icon-button.tsx";
import { EmptyState, ErrorState, Skeleton } from "../../parts/states.tsx";
import { deskCalls } from "../live/desk-calls.ts";
import { visitorName } from "../names.ts";
import type { SearchHit } from "../state/shapes.ts";
import { markedPieces } from "./marked-pieces.ts";
import { OwnerChip } from "./owner-chip.tsx";
import { ShortAge } from "./short-age.tsx";

interface SearchPaneProps {
  readonly siteId: string | undefined;
  readonly selectedId: string | undefined;
  readonly onClose: () => void;
}

/** Fewer letters would find everything. */
const FROM_LETTERS = 2;
const SETTLE_MS = 200;

/** Finds conversations by name, address and words. A hit opens its thread at the message. */
export function SearchPane({ siteId, selectedId, onClose }: SearchPaneProps) {
  const t = useText();
  const field = useRef<HTMLInputElement>(null);
  const [words, setWords] = useState("");
  const asked = useSettled(words.trim());
  const found = useQuery({
    queryKey: ["desk search", asked, siteId],
    queryFn: ({ signal }) => deskCalls.search(asked, siteId, signal),
    enabled: asked.length >= FROM_LETTERS,
    placeholderData: (before) => (asked.length >= FROM_LETTERS ? before : undefined),
  });
  const hits = useDeferredValue(asked.length >= FROM_LETTERS ? found.data?.hits : undefined);
  useEffect(() => field.current?.focus(), []);
  return (
    <div className="search">
      <search className="pane-head search-head">
        <IconButton label={t("desk.search.close")} onClick={onClose}>
          <ArrowLeft size={20} className="flips" />
        </IconButton>
        <div className="search-field">
          <Search size={16} aria-hidden="true" />
          <input
            ref={field}
            type="search"
            className="input"
            value={words}
            aria-label={t("desk.search.label")}
            placeholder={t("desk.search.open")}
            autoComplete="off"
            spellCheck={false}
            onChange={(event) => setWords(event.target.value)}
            onKeyDown={(event) => {
              if (event.key !== "Escape") return;
              event.preventDefault();
              if (words === "") onClose();
              else setWords("");
            }}
          />
          {words !== "" && (
            <IconButton
              label={t("desk.search.clear")}
              onClick={() => {
                setWords("");
                field.current?.focus();
              }}
            >
              <X size={16} />
            </IconButton>
          )}
        </div>
      </search>
      <p className="sight-hidden" role="status">
        {hits !== undefined && !found.isFetching && t("desk.search.found", { count: hits.length })}
      </p>
      <div className="list-scroll">
        {asked.length < FROM_LETTERS && <p className="search-hint">{t("desk.search.hint")}</p>}
        {asked.length >= FROM_LETTERS && found.isPending && <Skeleton lines={4} />}
        {found.isError && <ErrorState error={found.error} onRetry={() => void found.refetch()} />}
        {hits?.length === 0 && !found.isError && (
          <EmptyState title={t("desk.search.none", { words: asked })}>
            {t("desk.search.none.text")}
          </EmptyState>
        )}
        {hits !== undefined && hits.length > 0 && (
          <ul className="hits" data-stale={found.isPlaceholderData || undefined}>
            {hits.map((hit) => (
              <li key={`${hit.conversation.id} ${hit.seq ?? ""} ${hit.excerpt}`}>
                <Hit hit={hit} selected={hit.conversation.id === selectedId} />
              </li>
            ))}
          </ul>
        )}
      </div>
    </div>
  );
}

interface HitProps {
  readonly hit: SearchHit;
  readonly selected: boolean;
}

function Hit({ hit, selected }: HitProps) {
  const t = useText();
  const { conversation, seq, excerpt, marks } = hit;
  const name = visitorName(conversation.visitor, t);
  return (
    <Link
      to="/inbox/$conversationId"
      params={{ conversationId: conversation.id }}
      search={(search) => ({ ...search, at: seq ?? undefined })}
      className="row hit"
      aria-current={selected ? "true" : undefined}
    >
      <Avatar name={name} kind="visitor" size={36} />
      <span className="row-name">
        <span className="clipped">{name}</span>
      </span>
      <span className="row-time">
        <ShortAge at={conversation.last_at} />
      </span>
      <span className="hit-excerpt">
        <Marked text={excerpt} marks={marks} />
      </span>
      <span className="row-chips">
        <OwnerChip conversation={conversation} brief />
      </span>
    </Link>
  );
}

/** The text with what was searched for in bold. */
function Marked({ text, marks }: { readonly text: string; readonly marks: SearchHit["marks"] }) {
  return markedPieces(text, marks).map((piece, index) =>
    piece.found ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of one text never change places.
      <mark key={index}>{piece.text}</mark>
    ) : (
      piece.text
    ),
  );
}

/** The value once it has not changed for a moment, so that not every letter is a request. */
function useSettled(value: string): string {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), SETTLE_MS);
    return () => clearTimeout(timer);
  }, [value]);
  return settled;
}
