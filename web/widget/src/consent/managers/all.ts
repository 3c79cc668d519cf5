/** Every consent manager that is understood. To add one: a file beside this, a line here, a case in its test. */
import type { Adapter } from "./adapter.ts";
import { axeptio } from "./axeptio.ts";
import { complianz } from "./complianz.ts";
import { consentMode } from "./consent-mode.ts";
import { cookiebot } from "./cookiebot.ts";
import { cookieYes } from "./cookieyes.ts";
import { didomi } from "./didomi.ts";
import { klaro } from "./klaro.ts";
import { oneTrust } from "./onetrust.ts";
import { osano } from "./osano.ts";
import { shopify } from "./shopify.ts";
import { tarteaucitron } from "./tarteaucitron.ts";
import { tcf } from "./tcf.ts";
import { usercentrics } from "./usercentrics.ts";
import { vanillaCookieConsent } from "./vanilla-cookieconsent.ts";
import { wordPress } from "./wordpress.ts";

/** Fresh adapters, in no order that matters. */
export function allAdapters(): readonly Adapter[] {
  return [
    tarteaucitron(),
    vanillaCookieConsent(),
    klaro(),
    cookiebot(),
    usercentrics(),
    didomi(),
    axeptio(),
    osano(),
    oneTrust(),
    complianz(),
    cookieYes(),
    wordPress(),
    shopify(),
    tcf(),
    consentMode(),
  ];
}
