//! Decisions without input or output: what an answer means, and whether the value is there now.
//! Retry, wait and pacing belong here too, with time as a parameter.

mod classify;
mod outcome;

pub use classify::{ErrorBody, ErrorKind, classify, retry_after};
pub use outcome::{Outcome, outcome_of_status};
