//! What a site does that needs a consent, and how it asks.

use super::purpose::PurposeSet;

/// What a browser's refusal signal (GPC, DNT) means on a site.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GpcRule {
    /// The signal denies everything, whatever anybody else says.
    Strict,
    /// A later act of the visitor under "Your choices" wins over the signal.
    Overridable,
}

impl GpcRule {
    /// The stored word.
    pub const fn as_str(self) -> &'static str {
        match self {
            GpcRule::Strict => "strict",
            GpcRule::Overridable => "overridable",
        }
    }

    /// Reads the stored word.
    pub fn parse(text: &str) -> Option<Self> {
        [GpcRule::Strict, GpcRule::Overridable].into_iter().find(|rule| rule.as_str() == text)
    }
}

/// A site's choice of purposes that need a consent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SitePrivacy {
    uses: PurposeSet,
    shows_bar: bool,
    gpc: GpcRule,
}

/// Visits are not recorded in this version, so no site may ask for that consent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RecordingAbsent;

impl SitePrivacy {
    /// What a new site begins with: nothing that needs a consent, and the signal obeyed.
    pub const fn standard() -> Self {
        Self { uses: PurposeSet::NONE, shows_bar: true, gpc: GpcRule::Strict }
    }

    /// What an administrator chose.
    ///
    /// # Errors
    /// [`RecordingAbsent`].
    pub const fn check(uses: PurposeSet, shows_bar: bool, gpc: GpcRule) -> Result<Self, RecordingAbsent> {
        if uses.recording { Err(RecordingAbsent) } else { Ok(Self { uses, shows_bar, gpc }) }
    }

    /// The purposes that the site uses.
    pub const fn uses(&self) -> PurposeSet {
        self.uses
    }

    /// Whether the product's own bar asks.
    pub const fn shows_bar(&self) -> bool {
        self.shows_bar
    }

    /// What the browser's refusal signal means.
    pub const fn gpc(&self) -> GpcRule {
        self.gpc
    }
}
