//! How long the server asks to wait.

/// A server that asks for more than a day of silence is broken, and would stop a client for good.
const MAX_RETRY_AFTER: f64 = 86_400.0;

/// The larger of the body's and the header's seconds; invalid values are ignored.
pub fn retry_after(body: Option<f64>, header: Option<f64>) -> Option<f64> {
    let mut longest = None;
    for seconds in [body, header].into_iter().flatten() {
        if (longest.unwrap_or(0.0)..=MAX_RETRY_AFTER).contains(&seconds) {
            longest = Some(seconds);
        }
    }
    longest
}

/// Seconds until a date, both in milliseconds since 1970. A date in the past means now.
pub fn seconds_until(date_ms: f64, wall_ms: f64) -> Option<f64> {
    let seconds = (date_ms - wall_ms) / 1000.0;
    seconds.is_finite().then(|| seconds.ceil().max(0.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn uses_the_larger_wait_and_ignores_absurd_ones() {
        assert_eq!(retry_after(Some(1.0), Some(3.0)), Some(3.0));
        assert_eq!(retry_after(Some(5.0), Some(3.0)), Some(5.0));
        assert_eq!(retry_after(None, Some(3.0)), Some(3.0));
        assert_eq!(retry_after(Some(86_400.0), None), Some(86_400.0));
        assert_eq!(retry_after(Some(0.0), None), Some(0.0));
        assert_eq!(retry_after(Some(-1.0), None), None);
        assert_eq!(retry_after(Some(f64::NAN), Some(f64::INFINITY)), None);
        assert_eq!(retry_after(Some(1e12), Some(2.0)), Some(2.0));
        assert_eq!(retry_after(None, None), None);
    }

    #[test]
    fn waits_until_a_date() {
        assert_eq!(seconds_until(90_000.0, 60_000.0), Some(30.0));
        assert_eq!(seconds_until(90_000.0, 60_600.0), Some(30.0));
        assert_eq!(seconds_until(90_000.0, 95_000.0), Some(0.0));
        assert_eq!(seconds_until(f64::NAN, 0.0), None);
        assert_eq!(seconds_until(0.0, f64::INFINITY), None);
    }
}
