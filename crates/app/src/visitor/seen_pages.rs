//! Which pages asked for which chat box lately, for the test of the snippet.
//!
//! In memory only, and only origins: the site's own row keeps when it was seen last.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use entrenous_domain::ids::SiteId;
use entrenous_domain::site::AllowedOrigin;
use entrenous_domain::time::Timestamp;

/// At most so many origins of one site are remembered; the one that was quiet longest goes.
const MAX_ORIGINS: usize = 20;

/// What an origin's pages got when they asked last.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeenPage {
    /// The origin.
    pub origin: String,
    /// When a page of it got its chat box.
    pub seen_at: Option<Timestamp>,
    /// When a page of it was refused, because the origin is not among the allowed domains.
    pub refused_at: Option<Timestamp>,
}

impl SeenPage {
    fn last(&self) -> Option<Timestamp> {
        self.seen_at.max(self.refused_at)
    }
}

/// The pages. Clones share them.
#[derive(Debug, Clone, Default)]
pub struct SeenPages(Arc<Mutex<HashMap<SiteId, Vec<SeenPage>>>>);

impl SeenPages {
    /// Remembers that a page of an origin asked. What a browser sends is an origin; everything else is not kept.
    pub fn note(&self, site: &SiteId, origin: &str, is_admitted: bool, now: Timestamp) {
        let Some(origin) = AllowedOrigin::parse(origin) else { return };
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let pages = all.entry(site.clone()).or_default();
        let known = pages.iter().position(|page| page.origin == origin.as_str());
        let mut page = match known {
            Some(index) => pages.remove(index),
            None => SeenPage { origin: origin.as_str().to_owned(), seen_at: None, refused_at: None },
        };
        let at = if is_admitted { &mut page.seen_at } else { &mut page.refused_at };
        *at = Some(now);
        pages.insert(0, page);
        pages.truncate(MAX_ORIGINS);
    }

    /// The pages of a site, the last that asked first; those that asked before `since` are left out.
    pub fn since(&self, site: &SiteId, since: Timestamp) -> Vec<SeenPage> {
        let all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let pages = all.get(site).map(Vec::as_slice).unwrap_or_default();
        pages.iter().filter(|page| page.last() >= Some(since)).cloned().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_that_asked_come_first_and_a_crowd_of_origins_is_bounded() {
        let (pages, site) = (SeenPages::default(), SiteId::new(Timestamp::from_ms(0), [1; 10]));
        let at = Timestamp::from_ms;
        pages.note(&site, "https://shop.example", true, at(1));
        pages.note(&site, "https://other.example", false, at(2));
        pages.note(&site, "no origin at all", true, at(3));
        let seen = pages.since(&site, at(0));
        assert_eq!(seen.iter().map(|page| page.origin.as_str()).collect::<Vec<_>>(), ["https://other.example", "https://shop.example"]);
        assert_eq!((seen[0].seen_at, seen[0].refused_at), (None, Some(at(2))));
        assert_eq!(pages.since(&site, at(2)).len(), 1);
        for n in 0..100 {
            pages.note(&site, &format!("https://n{n}.example"), true, at(10 + n));
        }
        assert_eq!(pages.since(&site, at(0)).len(), MAX_ORIGINS);
        assert_eq!(pages.since(&site, at(0))[0].origin, "https://n99.example");
    }
}
