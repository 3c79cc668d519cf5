//! What the widget reads of the browser. `tidy` compares the list with the sources.

use super::fault::{Entry, Fault, once};
use super::shape::Registry;
use super::words::{ASKED_FOR, PURPOSES, TRIGGERS};

/// Judges every entry.
pub fn check(registry: &Registry, faults: &mut Vec<Fault>) {
    once("browser_read", registry.browser_read.iter().map(|read| read.what.as_str()), faults);
    for read in &registry.browser_read {
        let mut entry = Entry::new(&read.what, faults);
        entry.one_of("purpose", &read.purpose, &PURPOSES);
        entry.bases(&read.purpose, &read.eprivacy, &read.gdpr);
        entry.filled("sent_as", &read.sent_as);
        entry.filled("keep", &read.keep);
        entry.both_languages(&read.text);
        let grant = format!("grant:{}", read.purpose);
        if ASKED_FOR.contains(&read.purpose.as_str()) {
            entry.must(read.trigger == grant, format!("its trigger is {:?}", read.trigger), format!("let it begin on {grant} only"));
        } else {
            entry.one_of("trigger", &read.trigger, &TRIGGERS);
        }
        entry.must(
            (read.eprivacy == "outside") == (read.sent_as == "never"),
            "outside and never belong together",
            "what leaves the device needs a basis, and what stays there needs none",
        );
        entry.must(read.sent_as != "never" || read.keep == "nothing", "it never leaves and is kept", "correct sent_as or keep");
        if let Some(mode) = &read.mode {
            let fits = mode.always.trigger == "page_load" && mode.always.eprivacy == "consent";
            entry.must(fits, "mode.always is not page_load with consent", "nothing is exempt when a page loads");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample::refused;

    #[test]
    fn a_read_says_what_leaves_and_what_stays() {
        let what = "navigator.onLine";
        refused("sent_as = \"never\"", "sent_as = \"\"", what, "sent_as is empty");
        refused("sent_as = \"never\"", "sent_as = \"true or false\"", what, "outside and never belong together");
        refused("keep = \"nothing\"", "keep = \"visitor.online\"", what, "it never leaves and is kept");
        refused("eprivacy = \"outside\"", "eprivacy = \"consent\"", what, "do not fit");
        refused("Signale la perte du réseau.", "", what, "text.fr");
        let always = "keep = \"nothing\"\nmode.always = { trigger = \"page_load\", eprivacy = \"exempt_transmission\" }";
        refused("keep = \"nothing\"", always, what, "mode.always");
    }

    #[test]
    fn a_read_for_statistics_waits_for_its_grant() {
        let from = "purpose = \"chat\"\neprivacy = \"outside\"\ngdpr = \"6.1.f\"";
        let to = "purpose = \"statistics\"\neprivacy = \"consent\"\ngdpr = \"6.1.a\"";
        refused(from, to, "navigator.onLine", "its trigger is \"chat_opened\"");
    }
}
