//! Decisions without input or output: what an answer means, whether the value is there now, whether
//! to try again, and when a request may leave. Time is a parameter.

mod classify;
mod clock;
mod outcome;
mod pace;
mod retry;

pub use classify::{ErrorBody, ErrorKind, classify, retry_after};
pub use clock::Clock;
pub use outcome::{Outcome, outcome_of_status};
pub use pace::{Limit, Pace};
pub use retry::{Retries, wait_ms};
