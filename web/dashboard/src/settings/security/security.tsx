/** Password, second factor, and where one is signed in. */
import { PageHead } from "../../frame/page.tsx";
import { useText } from "../../i18n/text.tsx";
import { PasswordCard } from "./password-card.tsx";
import { SecondFactorCard } from "./second-factor-card.tsx";
import { SessionsCard } from "./sessions-card.tsx";

export function Security() {
  const t = useText();
  return (
    <>
      <PageHead title={t("settings.security.title")} lead={t("settings.security.lead")} />
      <PasswordCard />
      <SecondFactorCard />
      <SessionsCard />
    </>
  );
}
