/**
 * The entry that `consent.url` of the settings names: asks for consent where something needs it, and keeps to the
 * answer. The loader imports it only for sites that use a purpose that needs consent.
 */
import { systemClock } from "@entrenous/protocol/clock.ts";
import { createStore } from "@entrenous/protocol/store.ts";
import { systemTimers } from "@entrenous/protocol/timers.ts";
import { languageCode } from "../bridge/languages.ts";
import type { Part, PartSeat } from "../bridge/seat.ts";
import { documentProperty } from "../loader/dom.ts";
import { warn } from "../loader/report.ts";
import { currentPage, watchPage } from "../page-watch.ts";
import { randomId } from "../random-id.ts";
import { createCalls } from "./calls.ts";
import { together } from "./gated-module.ts";
import { createGatekeeper } from "./gatekeeper.ts";
import { createLedger } from "./ledger.ts";
import { allAdapters } from "./managers/all.ts";
import { watchManagers } from "./managers/watch.ts";
import { pageAnalytics } from "./page-analytics.ts";
import { readPageAnswers } from "./page-answers.ts";
import { pageHistory } from "./page-history.ts";
import { createQuestion } from "./question.ts";
import { createScopes } from "./scopes.ts";
import { hasRefusalSignal, signalSource } from "./signal.ts";
import { beginsVisit, visitCounter } from "./visit-counter.ts";
import { readConsentSettings } from "./wire.ts";

/** Starts for one widget; undefined when the settings ask for nothing. */
export function start(seat: PartSeat): Part | undefined {
  const { spec, told } = seat;
  const settings = readConsentSettings(seat.settings.consent);
  if (!settings) return undefined;
  const clock = systemClock;
  const timers = systemTimers;
  const store = createStore(seat.storage, clock);
  const calls = createCalls(spec.baseUrl, spec.chatKey);
  const language = () => languageCode(told.language || `${seat.settings.language}`);

  const scopes = createScopes({
    calls,
    clock,
    owner: () => gatekeeper.owner(),
    onGone: (entry_id) => gatekeeper.forgotten(entry_id),
  });
  const ledger = createLedger({
    calls,
    timers,
    random: Math.random,
    network: window,
    onRecorded: (entry, answer) => gatekeeper.recorded(entry, answer),
    onRefused: (entry) => gatekeeper.refused(entry),
  });
  /** What the box keeps once the visitor opened it; where nothing can be stored, the visit stays nobody's. */
  const visitor = () => {
    const token = store.get("ssupp.vid");
    return token ? `${token}` : undefined;
  };
  const marketing = visitCounter({
    store,
    clock,
    calls,
    token: () => scopes.token("marketing"),
    visitor,
    isNewVisit: () =>
      beginsVisit({
        referrer: documentProperty("referrer"),
        origin: location.origin,
        navigation: `${performance.getEntriesByType("navigation")[0]?.toJSON().type}`,
      }),
  });
  const analytics = pageAnalytics({
    frame: seat.place.frame,
    given: spec.given,
    importSender: () => import("../analytics/index.ts"),
  });
  const visited = pageHistory({
    store,
    calls,
    token: () => scopes.token("statistics"),
    visitor,
    newId: () => randomId(),
    look() {
      const { url, title, referrer } = currentPage();
      return { url, title: title ?? "", referrer: referrer ?? "" };
    },
    watch: watchPage,
  });
  const gatekeeper = createGatekeeper({
    settings,
    store,
    clock,
    // In the mode `on_open` nobody follows a visit: statistics are what the page's own analytics hears, if it has any.
    modules: {
      statistics: seat.settings.tracking_mode === "on_open" ? analytics : together(visited, analytics),
      marketing,
    },
    language: () => question.language(),
    newId: randomId,
    record: ledger.record,
    scopes,
    tellPage: (detail) =>
      EventTarget.prototype.dispatchEvent.call(document, new CustomEvent("entrenous:consent", { detail })),
    warn,
  });
  const managers = watchManagers({
    adapters: allAdapters(),
    page: window,
    timers,
    onChange() {
      gatekeeper.hear(...managers.look());
      question.update();
    },
    onLooked: () => question.mayAsk(),
    onLast: () => gatekeeper.stopWaiting(),
  });
  const question = createQuestion({
    seat,
    settings,
    gatekeeper,
    language,
    hasManager: managers.hasFound,
    importBar: () => import("./bar/index.ts"),
  });
  const pageAnswers = () => ({ type: "page", answers: readPageAnswers(told.said) }) as const;

  gatekeeper.start(
    { type: "signal", isOn: hasRefusalSignal(signalSource()) },
    pageAnswers(),
    ...managers.look(),
  );
  const unwatch = store.watch("ssupp_<CHAT_KEY>", () => {
    gatekeeper.hearKept();
    question.update();
  });

  return {
    refresh() {
      gatekeeper.hear(pageAnswers());
      question.update();
      // The chat may have a visitor now, or another one.
      gatekeeper.poke();
    },
    destroy() {
      unwatch();
      managers.stop();
      question.destroy();
      gatekeeper.stop();
      scopes.drop();
      ledger.stop();
    },
  };
}
