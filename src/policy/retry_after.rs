//! How long the server asks to wait.

use std::time::SystemTime;

/// A server that asks for more than a day of silence is broken, and would stop a client for good.
const MAX_RETRY_AFTER: f64 = 86_400.0;

/// The larger of the body's and the header's seconds; what cannot be a wait is ignored.
pub fn retry_after(body: Option<f64>, header: Option<f64>) -> Option<f64> {
    let mut longest = None;
    for seconds in [body, header].into_iter().flatten() {
        if (longest.unwrap_or(0.0)..=MAX_RETRY_AFTER).contains(&seconds) {
            longest = Some(seconds);
        }
    }
    longest
}

/// Seconds from now that a `Retry-After` header asks for: a number of seconds or an HTTP date. `wall_ms`
/// is the time in milliseconds since 1970. A date in the past means now.
pub fn retry_after_header(header: &str, wall_ms: f64) -> Option<f64> {
    let header = header.trim();
    if let Some(seconds) = decimal(header) {
        return Some(seconds);
    }
    let date = httpdate::parse_http_date(header).ok()?;
    let seconds = date.duration_since(SystemTime::UNIX_EPOCH).ok()?.as_secs();
    let wait = seconds as f64 - wall_ms / 1000.0;
    wait.is_finite().then(|| wait.ceil().max(0.0))
}

/// Digits, and a fraction as some servers send it. `str::parse` for floats would be a fifth of the
/// module for exponents and rounding that no header needs.
fn decimal(text: &str) -> Option<f64> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let digits = |text: &str| {
        let is_plain = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        is_plain.then(|| text.bytes().fold(0.0, |sum, byte| sum * 10.0 + f64::from(byte - b'0')))
    };
    let scale = fraction.bytes().fold(1.0, |scale, _| scale * 10.0);
    Some(digits(whole)? + digits(fraction)? / scale)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_the_larger_wait_and_ignores_absurd_ones() {
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
    fn reads_the_header_as_seconds() {
        assert_eq!(retry_after_header("120", 0.0), Some(120.0));
        assert_eq!(retry_after_header(" 1.5 ", 0.0), Some(1.5));
        for nonsense in
            ["", ".", "1.", ".5", "-1", "1e3", "soon", "1,5", "0x10", "2026-11-25T12:00:00Z"]
        {
            assert_eq!(retry_after_header(nonsense, 0.0), None, "{nonsense}");
        }
    }

    #[test]
    fn reads_the_header_as_a_date_from_now_on() {
        // 1994-11-06T08:49:37Z.
        let wall = 784_111_777_000.0;
        let date = "Sun, 06 Nov 1994 08:49:37 GMT";
        assert_eq!(retry_after_header(date, wall - 30_000.0), Some(30.0));
        assert_eq!(retry_after_header(date, wall - 29_400.0), Some(30.0));
        assert_eq!(retry_after_header(date, wall + 30_000.0), Some(0.0));
        assert_eq!(retry_after_header("Sun, 06 Nov 1994 08:49:37 PST", wall), None);
        assert_eq!(retry_after_header(date, f64::NAN), None);
        assert_eq!(retry_after_header(date, f64::INFINITY), None);
    }
}
