//! Who grants what: the rule, and the proofs that only this file can make.

use crate::ids::{ConsentEntryId, SiteId};
use crate::time::Timestamp;

use super::entry::{ConsentEvent, Entry, GpcState, SubjectHash};
use super::purpose::{ConsentPurpose, PurposeSet};
use super::settings::{GpcRule, SitePrivacy};

/// How long an answer counts, yes or no: 182 days. Afterwards it is unknown again.
pub const ANSWER_LIFE_MS: i64 = 182 * 86_400_000;

/// What somebody answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Answer {
    /// What happened.
    pub event: ConsentEvent,
    /// What became of the refusal signal.
    pub gpc: GpcState,
    /// Yes or no for every purpose.
    pub choices: PurposeSet,
}

/// What an answer grants on a site, when `before` was granted until then.
///
/// Showing the question grants nothing, and a withdrawal can only take away.
/// A refusal signal that was obeyed denies everything; one that the visitor overrode does so where the site is strict.
/// A purpose that the site does not use is not granted.
pub fn granted(privacy: &SitePrivacy, answer: Answer, before: PurposeSet) -> PurposeSet {
    let chosen = match answer.event {
        ConsentEvent::Shown => PurposeSet::NONE,
        ConsentEvent::Answered => answer.choices,
        ConsentEvent::Withdrawn => answer.choices.and(before),
    };
    if signal_denies(privacy, answer.gpc) { PurposeSet::NONE } else { chosen.and(privacy.uses()) }
}

fn signal_denies(privacy: &SitePrivacy, gpc: GpcState) -> bool {
    match gpc {
        GpcState::None => false,
        GpcState::Applied => true,
        GpcState::Overridden => privacy.gpc() == GpcRule::Strict,
    }
}

/// What counts for one browser on one site at one moment: the newest answer, as far as the site still uses its purposes.
#[derive(Debug, Clone)]
pub struct Standing {
    site: SiteId,
    subject: SubjectHash,
    entry: ConsentEntryId,
    live: PurposeSet,
}

impl Standing {
    /// From the newest entry that decided something, and the site's present settings.
    ///
    /// `newest` must be read in the unit that acts on it, with the chain held: an answer that comes later waits.
    pub fn new(privacy: &SitePrivacy, newest: &Entry, now: Timestamp) -> Self {
        let is_over = now >= newest.expires_at || newest.event == ConsentEvent::Shown;
        let live = if is_over || signal_denies(privacy, newest.gpc) { PurposeSet::NONE } else { newest.granted.and(privacy.uses()) };
        Self { site: newest.site.clone(), subject: newest.subject, entry: newest.id.clone(), live }
    }

    /// The entry that counts.
    pub fn entry(&self) -> &ConsentEntryId {
        &self.entry
    }

    /// What is granted.
    pub fn live(&self) -> PurposeSet {
        self.live
    }
}

macro_rules! proofs {
    ($($(#[$meta:meta])* $name:ident = $purpose:ident;)*) => {$(
        $(#[$meta])*
        #[derive(Debug)]
        pub struct $name {
            site: SiteId,
            subject: SubjectHash,
        }

        impl $name {
            /// The purpose that it proves.
            pub const PURPOSE: ConsentPurpose = ConsentPurpose::$purpose;

            /// The proof, if the purpose is granted.
            pub fn of(standing: &Standing) -> Option<Self> {
                standing.live.has(Self::PURPOSE).then(|| Self { site: standing.site.clone(), subject: standing.subject })
            }

            /// On which site.
            pub fn site(&self) -> &SiteId {
                &self.site
            }

            /// Whose browser.
            pub fn subject(&self) -> &SubjectHash {
                &self.subject
            }
        }
    )*};
}

proofs! {
    /// Somebody agrees to statistics on a site, at this moment.
    StatisticsConsent = Statistics;
    /// Somebody agrees to marketing on a site, at this moment.
    MarketingConsent = Marketing;
}

#[cfg(test)]
pub(super) mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::consent::{ConsentMethod, ConsentSource, Evidence, NO_DIGEST, TextUsed};

    const BOTH: PurposeSet = PurposeSet { statistics: true, recording: false, marketing: true };
    const ALL: PurposeSet = PurposeSet { statistics: true, recording: true, marketing: true };

    /// A small entry that grants statistics from 1,000 to 2,000.
    pub fn entry() -> Entry {
        let at = Timestamp::from_ms(7);
        let only = PurposeSet { statistics: true, ..PurposeSet::NONE };
        Entry {
            id: ConsentEntryId::new(at, [0; 10]),
            site: SiteId::new(at, [0; 10]),
            position: 1,
            prev: NO_DIGEST,
            event: ConsentEvent::Answered,
            at: Timestamp::from_ms(1_000),
            subject: SubjectHash::from_bytes([0; 32]),
            client_id: "c1".to_owned(),
            source: ConsentSource::Own,
            gpc: GpcState::None,
            evidence: Some(Evidence::stored(None, Some("3".to_owned()), Some("fr".to_owned()), None, None).unwrap()),
            shown: None,
            text: Some(TextUsed { version: 1, language: "fr".to_owned(), sha256: NO_DIGEST }),
            choices: only,
            granted: only,
            method: ConsentMethod::Button,
            expires_at: Timestamp::from_ms(2_000),
            salt: NO_DIGEST,
        }
    }

    fn uses(set: PurposeSet, gpc: GpcRule) -> SitePrivacy {
        SitePrivacy::check(set, true, gpc).unwrap()
    }

    fn answer(event: ConsentEvent, gpc: GpcState, choices: PurposeSet) -> Answer {
        Answer { event, gpc, choices }
    }

    #[test]
    fn only_an_answer_grants_and_only_what_the_site_uses() {
        let site = uses(BOTH, GpcRule::Strict);
        assert_eq!(granted(&site, answer(ConsentEvent::Answered, GpcState::None, ALL), PurposeSet::NONE), BOTH);
        assert_eq!(granted(&site, answer(ConsentEvent::Shown, GpcState::None, ALL), ALL), PurposeSet::NONE);
        assert_eq!(granted(&site, answer(ConsentEvent::Withdrawn, GpcState::None, ALL), PurposeSet::NONE), PurposeSet::NONE);
        assert_eq!(granted(&SitePrivacy::standard(), answer(ConsentEvent::Answered, GpcState::None, ALL), ALL), PurposeSet::NONE);
    }

    #[test]
    fn a_refusal_signal_denies_unless_the_visitor_overrode_it_where_that_is_allowed() {
        let (strict, soft) = (uses(BOTH, GpcRule::Strict), uses(BOTH, GpcRule::Overridable));
        for (site, gpc, expected) in [
            (&strict, GpcState::Applied, PurposeSet::NONE),
            (&strict, GpcState::Overridden, PurposeSet::NONE),
            (&soft, GpcState::Applied, PurposeSet::NONE),
            (&soft, GpcState::Overridden, BOTH),
        ] {
            assert_eq!(granted(site, answer(ConsentEvent::Answered, gpc, ALL), PurposeSet::NONE), expected, "{gpc:?}");
        }
    }

    #[test]
    fn a_proof_exists_only_while_the_answer_lives_and_the_site_uses_the_purpose() {
        let site = uses(BOTH, GpcRule::Strict);
        let at = |ms| Standing::new(&site, &entry(), Timestamp::from_ms(ms));
        assert!(StatisticsConsent::of(&at(1_999)).is_some());
        assert!(MarketingConsent::of(&at(1_999)).is_none());
        assert!(StatisticsConsent::of(&at(2_000)).is_none());
        assert!(StatisticsConsent::of(&Standing::new(&SitePrivacy::standard(), &entry(), Timestamp::from_ms(1_500))).is_none());
        let overridden = Entry { gpc: GpcState::Overridden, ..entry() };
        assert!(StatisticsConsent::of(&Standing::new(&site, &overridden, Timestamp::from_ms(1_500))).is_none(), "the site became strict");
        let shown = Entry { event: ConsentEvent::Shown, ..entry() };
        assert!(StatisticsConsent::of(&Standing::new(&site, &shown, Timestamp::from_ms(1_500))).is_none());
    }

    fn sets() -> impl Strategy<Value = PurposeSet> {
        any::<[bool; 3]>().prop_map(|[statistics, recording, marketing]| PurposeSet { statistics, recording, marketing })
    }

    proptest! {
        #[test]
        fn nothing_is_ever_granted_that_was_not_chosen_and_used(
            choices in sets(), before in sets(), used in sets(), event in 0..3_usize, gpc in 0..3_usize, is_strict: bool,
        ) {
            let used = PurposeSet { recording: false, ..used };
            let site = uses(used, if is_strict { GpcRule::Strict } else { GpcRule::Overridable });
            let event = [ConsentEvent::Shown, ConsentEvent::Answered, ConsentEvent::Withdrawn][event];
            let gpc = [GpcState::None, GpcState::Applied, GpcState::Overridden][gpc];
            let got = granted(&site, answer(event, gpc, choices), before);
            prop_assert_eq!(got, got.and(choices).and(used));
            if event == ConsentEvent::Withdrawn {
                prop_assert_eq!(got, got.and(before));
            }
        }
    }
}
