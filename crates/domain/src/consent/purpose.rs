//! The purposes that need a consent, and sets of them.

/// A purpose that nothing may serve without a consent.
///
/// `chat` and `preferences` are not among them: the visitor asks for those by an act of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ConsentPurpose {
    /// Which pages a visit saw.
    Statistics,
    /// How pages were used.
    Recording,
    /// How often somebody came.
    Marketing,
}

impl ConsentPurpose {
    /// Every purpose, in the order in which people are asked.
    pub const ALL: [ConsentPurpose; 3] = [ConsentPurpose::Statistics, ConsentPurpose::Recording, ConsentPurpose::Marketing];

    /// The stored and sent word.
    pub const fn as_str(self) -> &'static str {
        match self {
            ConsentPurpose::Statistics => "statistics",
            ConsentPurpose::Recording => "recording",
            ConsentPurpose::Marketing => "marketing",
        }
    }

    /// Reads the word.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|purpose| purpose.as_str() == text)
    }
}

/// Yes or no for every purpose. There is no third value: unknown is no.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct PurposeSet {
    /// Yes to statistics.
    pub statistics: bool,
    /// Yes to recording.
    pub recording: bool,
    /// Yes to marketing.
    pub marketing: bool,
}

impl PurposeSet {
    /// No to everything.
    pub const NONE: PurposeSet = PurposeSet { statistics: false, recording: false, marketing: false };

    /// Whether a purpose is in it.
    pub const fn has(self, purpose: ConsentPurpose) -> bool {
        match purpose {
            ConsentPurpose::Statistics => self.statistics,
            ConsentPurpose::Recording => self.recording,
            ConsentPurpose::Marketing => self.marketing,
        }
    }

    /// What is in both.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self {
            statistics: self.statistics && other.statistics,
            recording: self.recording && other.recording,
            marketing: self.marketing && other.marketing,
        }
    }

    /// The purposes in it, in the order of [`ConsentPurpose::ALL`].
    pub fn iter(self) -> impl Iterator<Item = ConsentPurpose> {
        ConsentPurpose::ALL.into_iter().filter(move |purpose| self.has(*purpose))
    }

    /// Whether it is empty.
    pub const fn is_empty(self) -> bool {
        !self.statistics && !self.recording && !self.marketing
    }
}
