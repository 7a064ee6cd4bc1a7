//! Decisions without input or output: what a response means, whether the value was created, whether
//! to retry, and when a request may leave. Time is a parameter.

mod by_number;
mod classify;
mod clock;
mod counted;
mod expected;
mod limits;
mod options;
mod rate_window;
mod retry;
mod retry_after;

pub use by_number::ByNumber;
pub use classify::{classify, is_json_type, outcome_of_status};
pub use clock::Clock;
pub use expected::Expected;
pub use limits::{
    DEFAULT_CONCURRENCY, DEFAULT_MAX_RETRIES, DEFAULT_RATE_LIMIT, DEFAULT_TIMEOUT_MS,
    MAX_CONCURRENCY, MAX_RESPONSE_BYTES, MAX_RETRIES, MAX_TIMER_MS, default_deadline_ms,
};
pub use options::{CALL_OPTIONS, CONCURRENCY, CallOption, Default, OptionType};
pub use rate_window::{RateLimit, RateWindow};
pub use retry::{Retries, backoff_ms};
pub use retry_after::{retry_after, seconds_until};
