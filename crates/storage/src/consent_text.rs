//! The exact texts that people were shown when they were asked, by their hash.

use entrenous_domain::consent::{Digest, TextUsed};
use entrenous_domain::time::Timestamp;

use crate::args;
use crate::db::Work;
use crate::error::Result;
use crate::row::Stored;
use crate::statements::statements;

impl Work {
    /// Texts that people were shown.
    pub fn consent_texts(&mut self) -> ConsentTexts<'_> {
        ConsentTexts(self)
    }
}

statements! {
    ADD = "INSERT INTO consent_text (sha256, version, language, wording, created_at) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (sha256) DO NOTHING";
    GET = "SELECT version, language, wording FROM consent_text WHERE sha256 = $1";
}

/// Texts of one version and language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConsentText {
    /// Their version.
    pub version: u32,
    /// Their language code.
    pub language: String,
    /// The JSON object whose hash names them.
    pub wording: String,
}

/// The texts, within a unit or view. They belong to the installation, like the program that showed them.
#[derive(Debug)]
pub struct ConsentTexts<'w>(&'w mut Work);

impl ConsentTexts<'_> {
    /// Keeps the texts for good; those that are there already stay as they are.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn add(&mut self, used: &TextUsed, wording: &str, now: Timestamp) -> Result<()> {
        self.0.run(ADD, args![&used.sha256, used.version, &used.language, wording, now.as_ms()]).await.map(drop)
    }

    /// The texts with a hash.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn get(&mut self, sha256: &Digest) -> Result<Option<ConsentText>> {
        let row: Option<(i64, String, String)> = self.0.one(GET, args![sha256]).await?;
        let Some((version, language, wording)) = row else { return Ok(None) };
        let version = u32::try_from(version).ok().stored("consent_text", "version", &language)?;
        Ok(Some(ConsentText { version, language, wording }))
    }
}
