//! The cookie policy of a site: for programs as JSON, for people as a page, for the site's own policy as a table.

mod answers;
mod page;
mod words;

pub use answers::{json, page, table};
pub use page::{STYLE, STYLE_HASH};
