//! The core over a scripted server, in virtual time, and its checks without JavaScript.
#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test that panics has failed, which is what it is for"
)]

mod clocks;
mod definition;
mod fuzz;
mod limits;
mod lost;
mod misreports;
mod outcomes;
mod queue;
mod rate_limit;
mod resets;
mod retries;
mod validation;
mod waking;
mod world;
