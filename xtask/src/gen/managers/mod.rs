//! Snippets for consent managers: which of our names belong to which question, and how an answer reaches the chat.
//!
//! To add a manager: a file that returns its code, a line in `consent_page.rs`, and its marks in `docs/manual/consent.md`.

mod cookieconsent;
mod klaro;
mod services;
mod tarteaucitron;

pub use cookieconsent::cookieconsent;
pub use klaro::klaro;
pub use tarteaucitron::tarteaucitron;
