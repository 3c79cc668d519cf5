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

/** Opens the person's page in a new tab and watches whether the snippet asks for its settings. */
export function SnippetTest({ site }: { readonly site: SiteOut }) {
  const t = useText();
  const format = useFormat();
  const test = useSnippetTest(site);
  const [address, setAddress] = useState(site.seen_origin ?? site.allowed_domains[0] ?? "");
  const [problem, setProblem] = useState<string>();
  const origin = originWithin(address);
  const excluded =
    origin !== undefined && site.allowed_domains.length > 0 && !site.allowed_domains.includes(origin);

  const begin = () => {
    const page = readAddress(address);
    if (page === undefined) return setProblem(t("settings.test.address_wrong"));
    setProblem(undefined);
    window.open(page, "_blank", "noopener");
    test.start();
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
        <Button type="submit" icon={<ExternalLink size={16} />} busy={test.state === "watching"}>
          {t("settings.test.start")}
        </Button>
      </form>
      {excluded && <Notice kind="warn">{t("settings.test.excluded", { origin })}</Notice>}
      <div role="status">
        {test.state === "watching" && (
          <p className="test-watching">
            <LoaderCircle size={16} className="spins" />
            <span>{t("settings.test.watching")}</span>
            <Button kind="ghost" onClick={test.stop}>
              {t("settings.test.stop")}
            </Button>
          </p>
        )}
        {test.state === "seen" && (
          <Notice kind="ok">
            {t(seenText(site.seen_origin, origin), {
              origin: site.seen_origin ?? "",
              time: format.time(site.seen_at ?? 0),
            })}
          </Notice>
        )}
        {test.state === "timed_out" && (
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
        {test.state === "idle" && (
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

/** Which page it was; the server knows no origin of pages on its own address, for browsers send none. */
function seenText(seen: string | null | undefined, asked: string | undefined) {
  if (!seen) return "settings.test.seen_here";
  return asked !== undefined && seen !== asked ? "settings.test.seen_elsewhere" : "settings.test.seen";
}

/** An http(s) address, `https://` added where no scheme was typed. */
function readAddress(text: string): string | undefined {
  const typed = text.trim();
  if (typed === "") return undefined;
  const full = /^[a-z][a-z0-9+.-]*:\/\//iu.test(typed) ? typed : `https://${typed}`;
  if (!URL.canParse(full)) return undefined;
  const { protocol, href } = new URL(full);
  return protocol === "https:" || protocol === "http:" ? href : undefined;
}
