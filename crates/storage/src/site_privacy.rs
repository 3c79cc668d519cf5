//! How a site's choice of purposes is stored: the same JSON that the API speaks.

use entrenous_domain::consent::{GpcRule, PurposeSet, SitePrivacy};
use serde_json::{Value, json};

/// The JSON of the column.
pub(crate) fn write(privacy: &SitePrivacy) -> String {
    let uses = privacy.uses();
    json!({
        "statistics": uses.statistics,
        "recording": uses.recording,
        "marketing": uses.marketing,
        "shows_bar": privacy.shows_bar(),
        "gpc": privacy.gpc().as_str(),
    })
    .to_string()
}

/// Reads it; `None` for what our rules make impossible.
pub(crate) fn read(text: &str) -> Option<SitePrivacy> {
    let value: Value = serde_json::from_str(text).ok()?;
    let switch = |name: &str| value.get(name).and_then(Value::as_bool);
    let uses = PurposeSet { statistics: switch("statistics")?, recording: switch("recording")?, marketing: switch("marketing")? };
    SitePrivacy::check(uses, switch("shows_bar")?, GpcRule::parse(value.get("gpc")?.as_str()?)?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn choices_come_back_and_a_recording_site_is_impossible() {
        let uses = PurposeSet { statistics: true, ..PurposeSet::NONE };
        for privacy in [SitePrivacy::standard(), SitePrivacy::check(uses, false, GpcRule::Overridable).unwrap()] {
            assert_eq!(read(&write(&privacy)), Some(privacy));
        }
        assert_eq!(read(&write(&SitePrivacy::standard()).replace("\"recording\":false", "\"recording\":true")), None);
    }
}
