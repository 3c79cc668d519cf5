//! How the domain's words of consent become the wire's words, and back.

use entrenous_domain::consent as domain;

use crate::consent::{ConsentChoices, ConsentEvent, ConsentMethod, GpcRule, GpcState, Purpose, SitePrivacy};

macro_rules! pairs {
    ($($wire:ident <=> $domain:ident { $($variant:ident),* })*) => {$(
        impl From<domain::$domain> for $wire {
            fn from(value: domain::$domain) -> Self {
                match value { $(domain::$domain::$variant => $wire::$variant,)* }
            }
        }

        impl From<$wire> for domain::$domain {
            fn from(value: $wire) -> Self {
                match value { $($wire::$variant => domain::$domain::$variant,)* }
            }
        }
    )*};
}

pairs! {
    GpcRule <=> GpcRule { Strict, Overridable }
    GpcState <=> GpcState { None, Applied, Overridden }
    ConsentEvent <=> ConsentEvent { Shown, Answered, Withdrawn }
    ConsentMethod <=> ConsentMethod { Button, Call, Signal, Manager }
    Purpose <=> ConsentPurpose { Statistics, Recording, Marketing }
}

impl From<ConsentChoices> for domain::PurposeSet {
    fn from(choices: ConsentChoices) -> Self {
        domain::PurposeSet { statistics: choices.statistics, recording: choices.recording, marketing: choices.marketing }
    }
}

impl From<domain::SitePrivacy> for SitePrivacy {
    fn from(privacy: domain::SitePrivacy) -> Self {
        let uses = privacy.uses();
        SitePrivacy {
            statistics: uses.statistics,
            marketing: uses.marketing,
            recording: uses.recording,
            shows_bar: privacy.shows_bar(),
            gpc: privacy.gpc().into(),
        }
    }
}

impl TryFrom<SitePrivacy> for domain::SitePrivacy {
    type Error = domain::RecordingAbsent;

    fn try_from(privacy: SitePrivacy) -> Result<Self, domain::RecordingAbsent> {
        let uses = domain::PurposeSet { statistics: privacy.statistics, recording: privacy.recording, marketing: privacy.marketing };
        domain::SitePrivacy::check(uses, privacy.shows_bar, privacy.gpc.into())
    }
}
