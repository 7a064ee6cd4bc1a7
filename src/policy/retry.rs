//! Whether a call is retried, and after how long.

use crate::contract::{ErrorClass, Outcome};

const FIRST_BACKOFF_MS: f64 = 500.0;
const MAX_BACKOFF_MS: f64 = 8000.0;

/// Which retries a caller allows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Retries {
    /// How many attempts after the first.
    pub max: u32,
    /// Whether to retry if the value may have been created. It may then be created twice.
    pub unknown: bool,
}

impl Retries {
    /// None, whatever a caller allows.
    pub const NEVER: Retries = Retries { max: 0, unknown: false };

    /// Whether to retry after `attempts`, the last of which ended like this. By default only if the
    /// value was certainly not created and another attempt may succeed.
    pub fn allow(self, attempts: usize, class: ErrorClass, code: &str, outcome: Outcome) -> bool {
        let is_safe = match (class, outcome) {
            (ErrorClass::ApiUserAbortError, _) => false,
            // A backend without a key will have none the next time either.
            _ if ErrorClass::ConfigurationError.code() == Some(code) => false,
            // If a backend refuses to send, that is a 4xx; a 5xx means that it had no connection.
            (
                ErrorClass::RateLimitError
                | ErrorClass::ApiConnectionError
                | ErrorClass::InternalServerError,
                Outcome::NotSent,
            )
            | (ErrorClass::RateLimitError, Outcome::Rejected) => true,
            (_, Outcome::Unknown) => self.unknown,
            _ => false,
        };
        is_safe && attempts <= self.max as usize
    }
}

/// Milliseconds to wait after `attempts`: what the server asked for in seconds, else exponential
/// backoff with full jitter. `random` is at least 0 and less than 1.
pub fn backoff_ms(retry_after: Option<f64>, attempts: usize, random: f64) -> f64 {
    match retry_after {
        Some(seconds) if seconds > 0.0 => seconds * 1000.0,
        _ => {
            let mut longest = FIRST_BACKOFF_MS;
            for _ in 1..attempts {
                longest = MAX_BACKOFF_MS.min(longest * 2.0);
            }
            longest * random
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DEFAULT: Retries = Retries { max: 4, unknown: false };

    #[test]
    fn retries_only_what_was_certainly_not_created() {
        for (class, outcome, allowed) in [
            (ErrorClass::RateLimitError, Outcome::Rejected, true),
            (ErrorClass::RateLimitError, Outcome::NotSent, true),
            (ErrorClass::RateLimitError, Outcome::Created, false),
            (ErrorClass::RateLimitError, Outcome::Unknown, false),
            (ErrorClass::ApiConnectionError, Outcome::NotSent, true),
            (ErrorClass::InternalServerError, Outcome::NotSent, true),
            (ErrorClass::InternalServerError, Outcome::Rejected, false),
            (ErrorClass::InternalServerError, Outcome::Created, false),
            (ErrorClass::PermissionDeniedError, Outcome::NotSent, false),
            (ErrorClass::ApiConnectionError, Outcome::Unknown, false),
            (ErrorClass::ApiConnectionError, Outcome::Created, false),
            (ErrorClass::ApiConnectionTimeoutError, Outcome::Unknown, false),
            (ErrorClass::InternalServerError, Outcome::Unknown, false),
            (ErrorClass::BadRequestError, Outcome::Rejected, false),
            (ErrorClass::UnexpectedResponseError, Outcome::Created, false),
            (ErrorClass::ApiUserAbortError, Outcome::NotSent, false),
        ] {
            assert_eq!(
                DEFAULT.allow(1, class, "HTTP_500", outcome),
                allowed,
                "{class:?} {outcome:?}"
            );
        }
    }

    #[test]
    fn retries_an_unknown_outcome_only_if_the_caller_allows_it() {
        let unknown = Retries { unknown: true, ..DEFAULT };
        assert!(unknown.allow(1, ErrorClass::InternalServerError, "", Outcome::Unknown));
        assert!(unknown.allow(1, ErrorClass::ApiConnectionTimeoutError, "", Outcome::Unknown));
        assert!(!unknown.allow(1, ErrorClass::ApiConnectionTimeoutError, "", Outcome::Created));
        assert!(!unknown.allow(1, ErrorClass::ApiUserAbortError, "", Outcome::Unknown));
    }

    #[test]
    fn stops_after_the_last_retry() {
        assert!(DEFAULT.allow(4, ErrorClass::RateLimitError, "", Outcome::Rejected));
        assert!(!DEFAULT.allow(5, ErrorClass::RateLimitError, "", Outcome::Rejected));
        let none = Retries { max: 0, ..DEFAULT };
        assert!(!none.allow(1, ErrorClass::RateLimitError, "", Outcome::Rejected));
        assert!(!Retries::NEVER.allow(1, ErrorClass::ApiConnectionError, "", Outcome::NotSent));
    }

    #[test]
    fn never_retries_what_a_backends_configuration_prevents() {
        let unknown = Retries { unknown: true, ..DEFAULT };
        for outcome in [Outcome::NotSent, Outcome::Unknown] {
            let class = ErrorClass::InternalServerError;
            assert!(!unknown.allow(1, class, "CONFIGURATION", outcome), "{outcome:?}");
        }
    }

    #[test]
    fn waits_as_the_server_asks_else_twice_as_long_each_time_up_to_eight_seconds() {
        assert_eq!(backoff_ms(Some(1.5), 1, 0.5), 1500.0);
        let longest: Vec<_> = (1..8).map(|attempts| backoff_ms(None, attempts, 1.0)).collect();
        assert_eq!(longest, [500.0, 1000.0, 2000.0, 4000.0, 8000.0, 8000.0, 8000.0]);
        assert_eq!(backoff_ms(Some(0.0), 1, 0.5), 250.0);
    }
}
