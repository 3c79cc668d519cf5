/** The browser's own refusal: Global Privacy Control or Do Not Track. It only ever says no. */

/** The properties looked at; browsers know one, both or none of them. */
export interface SignalSource {
  readonly globalPrivacyControl?: unknown;
  readonly doNotTrack?: unknown;
}

/** What this browser says. */
export function signalSource(): SignalSource {
  return {
    globalPrivacyControl: (navigator as { globalPrivacyControl?: unknown }).globalPrivacyControl,
    doNotTrack: navigator.doNotTrack,
  };
}

export function hasRefusalSignal(browser: SignalSource): boolean {
  return browser.globalPrivacyControl === true || browser.doNotTrack === "1";
}
