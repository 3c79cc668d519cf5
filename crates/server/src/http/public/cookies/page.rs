//! The policy as a page that needs nothing else: no script, no font, no picture, one style sheet inside.

use std::sync::LazyLock;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use entrenous_app::markup::Markup;
use entrenous_app::texts::{Language, text};
use entrenous_domain::time::Timestamp;
use entrenous_protocol::cookies::{CookieOut, CookiePolicyOut};
use sha2::{Digest, Sha256};

/// The look of the pages that the server writes itself.
pub const STYLE: &str = include_str!("page.css");

/// The style sheet by its hash, so that the page may contain this one and no other.
pub static STYLE_HASH: LazyLock<String> = LazyLock::new(|| STANDARD.encode(Sha256::digest(STYLE)));

const COLUMNS: [&str; 6] = [
    "cookies.column.name",
    "cookies.column.provider",
    "cookies.column.purpose",
    "cookies.column.type",
    "cookies.column.stored",
    "cookies.column.expiry",
];

/// What the page may load and run: its own style sheet and nothing else.
pub fn content_policy() -> String {
    format!("default-src 'none'; style-src 'sha256-{}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'", *STYLE_HASH)
}

/// The page. `privacy_url` is the site's own policy, or empty; the list follows from the settings as they are at `now`.
pub fn whole(policy: &CookiePolicyOut, language: Language, privacy_url: &str, now: Timestamp) -> String {
    let other = match language {
        Language::En => Language::Fr,
        Language::Fr => Language::En,
    };
    let title = text(language, "cookies.title", &[("site", &policy.site)]);
    let mut page = Markup::default();
    page.element("<!doctype html>\n<html lang=\"", language.code(), "\">\n<head>\n<meta charset=\"utf-8\">\n");
    page.tags(
        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"referrer\" content=\"no-referrer\">\n",
    );
    page.element("<title>", &title, "</title>\n").tags("<style>").tags(STYLE).tags("</style>\n</head>\n<body>\n<main>\n");
    page.element("<nav><a href=\"?lang=", other.code(), "\" hreflang=\"").text(other.code()).element("\" lang=\"", other.code(), "\">");
    page.text(&text(other, "cookies.language", &[])).tags("</a></nav>\n");
    page.element("<h1>", &title, "</h1>\n");
    let day = now.utc_day();
    page.element("<p class=\"day\"><time datetime=\"", &day, "\">").element(
        "",
        &text(language, "cookies.as_of", &[("day", &day)]),
        "</time></p>\n",
    );
    paragraphs(&mut page, &policy.intro);
    for (number, category) in policy.categories.iter().enumerate() {
        page.tags("<section>\n<h2 id=\"c").number(number).element("\">", &category.name, "</h2>\n");
        page.element("<p>", &category.text, "</p>\n");
        page.tags("<table aria-labelledby=\"c").number(number).tags("\">\n");
        head(&mut page, language);
        page.tags("<tbody>\n");
        rows(&mut page, &category.cookies, language);
        page.tags("</tbody>\n</table>\n</section>\n");
    }
    page.element("<section>\n<h2>", &text(language, "cookies.change.title", &[]), "</h2>\n<ul>\n");
    for way in &policy.change {
        page.element("<li>", way, "</li>\n");
    }
    page.tags("</ul>\n</section>\n<footer>\n");
    paragraphs(&mut page, &policy.notes);
    if !privacy_url.is_empty() {
        let link = text(language, "cookies.privacy_link", &[("site", &policy.site)]);
        page.element("<p><a href=\"", privacy_url, "\">").element("", &link, "</a></p>\n");
    }
    page.tags("</footer>\n</main>\n</body>\n</html>\n");
    page.into_string()
}

/// All categories in one table without classes and styles, so that it takes the look of the page that it is put into.
pub fn table(policy: &CookiePolicyOut, language: Language) -> String {
    let mut table = Markup::default();
    table.element("<table lang=\"", language.code(), "\">\n");
    table.element("<caption>", &text(language, "cookies.title", &[("site", &policy.site)]), "</caption>\n");
    head(&mut table, language);
    for category in &policy.categories {
        table.element("<tbody>\n<tr><th scope=\"rowgroup\" colspan=\"6\">", &category.name, "</th></tr>\n");
        rows(&mut table, &category.cookies, language);
        table.tags("</tbody>\n");
    }
    table.tags("</table>\n");
    table.into_string()
}

fn paragraphs(to: &mut Markup, sentences: &[String]) {
    for sentence in sentences {
        to.element("<p>", sentence, "</p>\n");
    }
}

fn head(to: &mut Markup, language: Language) {
    to.tags("<thead>\n<tr>");
    for column in COLUMNS {
        to.element("<th scope=\"col\">", &text(language, column, &[]), "</th>");
    }
    to.tags("</tr>\n</thead>\n");
}

/// Each cell carries the name of its column, because on a narrow screen the style makes a card of every row.
fn rows(to: &mut Markup, cookies: &[CookieOut], language: Language) {
    let [_, labels @ ..] = COLUMNS.map(|column| text(language, column, &[]));
    for cookie in cookies {
        to.element("<tr><th scope=\"row\">", &cookie.name, "</th>");
        let cells = [&cookie.provider, &cookie.purpose, &cookie.kind_text, &cookie.stored, &cookie.expiry];
        for (label, cell) in labels.iter().zip(cells) {
            to.element("<td data-label=\"", label, "\">").element("", cell, "</td>");
        }
        to.tags("</tr>\n");
    }
}
