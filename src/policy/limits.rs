//! Defaults and bounds. `cargo xtask codegen` writes them down for TypeScript.

use super::RateLimit;

/// The timeout of an attempt in milliseconds, its body included.
pub const DEFAULT_TIMEOUT_MS: f64 = 30_000.0;
/// Attempts after the first.
pub const DEFAULT_MAX_RETRIES: u32 = 4;
/// No caller needs more.
pub const MAX_RETRIES: u32 = 100;
/// `setTimeout` fires immediately past this.
pub const MAX_TIMER_MS: f64 = 2_147_483_647.0;
/// Documented: 60 requests a minute for each key.
pub const DEFAULT_RATE_LIMIT: RateLimit = RateLimit { requests: 60, per_ms: 60_000.0 };
/// A larger response is not read to its end.
pub const MAX_RESPONSE_BYTES: u32 = 8 << 20;
/// Rows of `createMany` in progress, waiting included.
pub const DEFAULT_CONCURRENCY: u32 = 16;
/// Each row in progress holds memory.
pub const MAX_CONCURRENCY: u32 = 1000;

/// A slot may be a window away, and so may the end of a 429 that somebody else caused.
pub fn default_deadline_ms(timeout_ms: f64, limit: Option<RateLimit>) -> f64 {
    let per_ms = limit.map_or(0.0, |limit| limit.per_ms).max(DEFAULT_RATE_LIMIT.per_ms);
    MAX_TIMER_MS.min(timeout_ms + 2.0 * per_ms)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_response_of_up_to_8_mb_is_read() {
        assert_eq!(MAX_RESPONSE_BYTES, 8_388_608);
    }

    #[test]
    fn the_default_deadline_is_a_timeout_and_two_windows_of_at_least_a_minute() {
        assert_eq!(default_deadline_ms(30_000.0, Some(DEFAULT_RATE_LIMIT)), 150_000.0);
        assert_eq!(default_deadline_ms(1000.0, None), 121_000.0);
        let hour = RateLimit { requests: 1, per_ms: 3_600_000.0 };
        assert_eq!(default_deadline_ms(1000.0, Some(hour)), 7_201_000.0);
        assert_eq!(default_deadline_ms(MAX_TIMER_MS, None), MAX_TIMER_MS);
    }
}
