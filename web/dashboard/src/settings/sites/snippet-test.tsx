import { ExternalLink, LoaderCircle } from "lucide-react";
import { useState } from "react";
import type { SiteOut } from "../../api/shapes.ts";
import { useFormat, useText } from "../../i18n/text.tsx";
import { Button } from "../../parts/button.tsx";
import { Card } from "../../parts/card.tsx";
import { TextField } from "../../parts/field.tsx";
import { Notice } from "../../parts/notice.tsx";
import { originWithin } from "./origins.ts";
import { useSnippetTest } from "./use-snippet-test.ts";

/** Opens the person's page in a new tab and watches whether a page of that origin asks for the chat box. */
export function SnippetTest({ site }: { readonly site: SiteOut }) {
  const t = useText();
  const format = useFormat();
  const test = useSnippetTest(site.id);
  const [address, setAddress] = useState(site.seen_origin ?? site.allowed_domains[0] ?? "");
  const [problem, setProblem] = useState<string>();
  const origin = originWithin(address);
  const excluded =
    origin !== undefined && site.allowed_domains.length > 0 && !site.allowed_domains.includes(origin);

  const begin = () => {
    const page = readAddress(address);
    if (page === undefined) return setProblem(t("settings.test.address_wrong"));
    setProblem(undefined);
    window.open(page.href, "_blank", "noopener");
    test.start(page.origin);
  };

  return (
    <Card title={t("settings.test.title")} lead={t("settings.test.lead")}>
      <form
        className="field-with-action"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          begin();
        }}
      >
        <TextField
          label={t("settings.test.address")}
          inputMode="url"
          placeholder="https://shop.example"
          spellCheck={false}
          autoCapitalize="off"
          value={address}
          error={problem}
          onChange={(text) => {
            setAddress(text);
            setProblem(undefined);
          }}
        />
        <Button type="submit" icon={<ExternalLink size={16} />} busy={test.state.kind === "watching"}>
          {t("settings.test.start")}
        </Button>
      </form>
      {excluded && <Notice kind="warn">{t("settings.test.excluded", { origin })}</Notice>}
      <div role="status">
        {test.state.kind === "watching" && (
          <p className="test-watching">
            <LoaderCircle size={16} className="spins" />
            <span>{t("settings.test.watching")}</span>
            <Button kind="ghost" onClick={test.stop}>
              {t("settings.test.stop")}
            </Button>
          </p>
        )}
        {test.state.kind === "seen" && (
          <Notice kind="ok">
            {t("settings.test.seen", { origin: origin ?? "", time: format.time(test.state.at) })}
          </Notice>
        )}
        {test.state.kind === "refused" && (
          <Notice kind="warn">{t("settings.test.refused", { origin: origin ?? "" })}</Notice>
        )}
        {test.state.kind === "timed_out" && (
          <Notice kind="warn">
            <p>{t("settings.test.timed_out")}</p>
            <ul className="bullets">
              <li>{t("settings.test.hint_publish")}</li>
              <li>{t("settings.test.hint_cache")}</li>
              <li>{t("settings.test.hint_blocker")}</li>
              <li>{t("settings.test.hint_reach")}</li>
            </ul>
          </Notice>
        )}
        {test.state.kind === "idle" && (
          <p className="field-hint">
            {site.seen_at
              ? t(site.seen_origin ? "settings.test.last_seen" : "settings.test.last_seen_here", {
                  origin: site.seen_origin ?? "",
                  date: format.dateTime(site.seen_at),
                })
              : t("settings.test.never_seen")}
          </p>
        )}
      </div>
    </Card>
  );
}

/** An http(s) address with a host that can be one, `https://` added where no scheme was typed. */
function readAddress(text: string): URL | undefined {
  const typed = text.trim();
  const full = /^[a-z][a-z0-9+.-]*:\/\//iu.test(typed) ? typed : `https://${typed}`;
  // Browsers read blanks as part of a host and look for it in vain.
  if (/\s/u.test(typed) || !URL.canParse(full)) return undefined;
  const url = new URL(full);
  const isHost = /\.|^localhost$|^\[/u.test(url.hostname);
  return isHost && (url.protocol === "https:" || url.protocol === "http:") ? url : undefined;
}
