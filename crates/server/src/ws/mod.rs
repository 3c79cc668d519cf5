//! Sockets: `/ws/visitor` and `/ws/agent`.

pub mod closing;
pub mod frame;
pub mod socket;
pub mod upgrade;
