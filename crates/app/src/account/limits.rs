//! How often somebody may guess (security reference, T39–T42).

use crate::throttle::Limit;

const SECOND: i64 = 1_000;
const MINUTE: i64 = 60 * SECOND;

/// Anything without a sign-in, from one address: an office behind one address still gets to work on Monday morning.
pub(super) const PER_PEER: Limit = Limit { name: "peer", burst: 40, refill_ms: 6 * SECOND };
/// Passwords for one e-mail address from one peer.
pub(super) const PER_PEER_AND_EMAIL: Limit = Limit { name: "peer_email", burst: 5, refill_ms: MINUTE };
/// Passwords for one e-mail address from anywhere that the agent never signed in from.
pub(super) const PER_EMAIL: Limit = Limit { name: "email", burst: 20, refill_ms: 3 * MINUTE };
/// Passwords from a browser in which the agent was signed in; strangers cannot empty this bucket.
pub(super) const PER_KNOWN_DEVICE: Limit = Limit { name: "device", burst: 5, refill_ms: MINUTE };
/// Codes of the second factor, however many sessions try them.
pub(super) const CODES_PER_AGENT: Limit = Limit { name: "codes", burst: 10, refill_ms: MINUTE };
/// Present passwords typed to set a new one.
pub(super) const CHANGES_PER_AGENT: Limit = Limit { name: "password_change", burst: 5, refill_ms: MINUTE };
/// Mails with a reset link to one address.
pub(super) const RESETS_PER_EMAIL: Limit = Limit { name: "reset_mail", burst: 3, refill_ms: 10 * MINUTE };
