//! Whether a call is tried again, and after how long.

use super::{ErrorKind, Outcome};

const FIRST_BACKOFF_MS: f64 = 500.0;
const LONGEST_BACKOFF_MS: f64 = 8000.0;

/// What a caller allows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Retries {
    /// How many attempts beyond the first.
    pub max: u32,
    /// Whether to try again where the value may be there already. It may then be there twice.
    pub unknown: bool,
}

impl Retries {
    /// Whether to try again after `made` attempts, the last of which met this. By default only where
    /// the value is certainly not there and another attempt may fare better.
    pub fn again(self, made: usize, kind: ErrorKind, outcome: Outcome) -> bool {
        let safe = match (kind, outcome) {
            (ErrorKind::Abort, _) => false,
            (ErrorKind::RateLimit, _) | (ErrorKind::Connection, Outcome::NotSent) => true,
            (_, Outcome::Unknown) => self.unknown,
            _ => false,
        };
        safe && made <= self.max as usize
    }
}

/// Milliseconds to wait after `made` attempts: what the server said in seconds, else exponential
/// backoff with full jitter. `random` is from 0 up to 1.
pub fn wait_ms(retry_after: Option<f64>, made: usize, random: f64) -> f64 {
    match retry_after {
        Some(seconds) if seconds > 0.0 => seconds * 1000.0,
        _ => {
            let mut longest = FIRST_BACKOFF_MS;
            for _ in 1..made {
                longest = LONGEST_BACKOFF_MS.min(longest * 2.0);
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
    fn tries_again_only_what_is_certainly_not_there() {
        for (kind, outcome, again) in [
            (ErrorKind::RateLimit, Outcome::Rejected, true),
            (ErrorKind::Connection, Outcome::NotSent, true),
            (ErrorKind::Connection, Outcome::Unknown, false),
            (ErrorKind::Connection, Outcome::Created, false),
            (ErrorKind::Timeout, Outcome::Unknown, false),
            (ErrorKind::InternalServer, Outcome::Unknown, false),
            (ErrorKind::BadRequest, Outcome::Rejected, false),
            (ErrorKind::UnexpectedResponse, Outcome::Created, false),
            (ErrorKind::Abort, Outcome::NotSent, false),
        ] {
            assert_eq!(DEFAULT.again(1, kind, outcome), again, "{kind:?} {outcome:?}");
        }
    }

    #[test]
    fn tries_what_may_be_there_only_when_told_to() {
        let told = Retries { unknown: true, ..DEFAULT };
        assert!(told.again(1, ErrorKind::InternalServer, Outcome::Unknown));
        assert!(told.again(1, ErrorKind::Timeout, Outcome::Unknown));
        assert!(!told.again(1, ErrorKind::Timeout, Outcome::Created));
        assert!(!told.again(1, ErrorKind::Abort, Outcome::Unknown));
    }

    #[test]
    fn gives_up_after_the_last_retry() {
        assert!(DEFAULT.again(4, ErrorKind::RateLimit, Outcome::Rejected));
        assert!(!DEFAULT.again(5, ErrorKind::RateLimit, Outcome::Rejected));
        let none = Retries { max: 0, ..DEFAULT };
        assert!(!none.again(1, ErrorKind::RateLimit, Outcome::Rejected));
    }

    #[test]
    fn waits_as_the_server_says_else_twice_as_long_each_time_up_to_eight_seconds() {
        assert_eq!(wait_ms(Some(1.5), 1, 0.5), 1500.0);
        let longest: Vec<_> = (1..8).map(|made| wait_ms(None, made, 1.0)).collect();
        assert_eq!(longest, [500.0, 1000.0, 2000.0, 4000.0, 8000.0, 8000.0, 8000.0]);
        assert_eq!(wait_ms(Some(0.0), 1, 0.5), 250.0);
    }
}
