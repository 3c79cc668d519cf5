/** The browser's own refusal: Global Privacy Control or Do Not Track. It only ever says no. */

/** The properties looked at; browsers know one, both or none of them. */
export interface SignalSource {
  readonly globalPrivacyControl?: unknown;
  readonly doNotTrack?: unknown;
}

export function hasRefusalSignal(browser: SignalSource): boolean {
  return browser.globalPrivacyControl === true || browser.doNotTrack === "1";
}
