//! The measuring itself: systems, the load generator, what is read off, and the table.
//!
//! To add a measurement: write a file with one public `measure`, call it from `run.rs`, and add its lines to `report.rs`.

// Everything, in order.
mod run;

// What is measured, and how one talks to it.
mod client;
mod entrenous;
mod http;
mod server;
mod socketio;
mod talk;

// The measurements.
mod bytes;
mod durable;
mod idle;
mod load;
mod page;

// Numbers.
mod cost;
mod latency;
mod report;

pub use run::run;
