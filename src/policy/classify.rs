//! Which error an answer is.

/// What decides which error an answer is, as far as its body has it. The documentation gives every
/// error a `code`; nothing here relies on it.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct ErrorBody<'a> {
    /// For a program.
    pub code: Option<&'a str>,
    /// Seconds to wait.
    pub retry_after: Option<f64>,
}

/// The kinds of error that a caller tells apart. Their numbers cross to the package's JavaScript: the
/// order is that of its classes (`pkg-template/src/errors.ts`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ErrorKind {
    /// The request is wrong: found here or by the server.
    Validation,
    /// 400.
    BadRequest,
    /// 401.
    Authentication,
    /// 403.
    PermissionDenied,
    /// 404.
    NotFound,
    /// 429.
    RateLimit,
    /// 5xx.
    InternalServer,
    /// Any other 4xx.
    Api,
    /// No answer, or not all of it.
    Connection,
    /// No answer in time.
    Timeout,
    /// The caller's signal.
    Abort,
    /// An answer that the documentation does not know.
    UnexpectedResponse,
}

/// Tells an error answer apart by what its body says and its status both. The statuses are inferred
/// and the codes documented, so among the 4xx a documented code outweighs the status; a 5xx stays
/// one whatever it says, since the value may be there.
pub fn classify(status: u16, code: Option<&str>) -> ErrorKind {
    match (status, code) {
        (500..=599, _) => ErrorKind::InternalServer,
        (400..=499, Some("VALIDATION_ERROR")) => ErrorKind::Validation,
        (400..=499, Some("UNAUTHORIZED")) => ErrorKind::Authentication,
        (400..=499, Some("FORBIDDEN")) => ErrorKind::PermissionDenied,
        (400..=499, Some("NOT_FOUND")) => ErrorKind::NotFound,
        (400..=499, Some("RATE_LIMIT_EXCEEDED")) => ErrorKind::RateLimit,
        (400, _) => ErrorKind::BadRequest,
        (401, _) => ErrorKind::Authentication,
        (403, _) => ErrorKind::PermissionDenied,
        (404, _) => ErrorKind::NotFound,
        (422, _) => ErrorKind::Validation,
        (429, _) => ErrorKind::RateLimit,
        (400..=499, _) => ErrorKind::Api,
        _ => ErrorKind::UnexpectedResponse,
    }
}

/// A server that asks for more than a day of silence is broken, and would stop a client for good.
const LONGEST_RETRY_AFTER: f64 = 86_400.0;

/// The larger of the body's and the header's seconds; what is no time is ignored.
pub fn retry_after(body: Option<f64>, header: Option<f64>) -> Option<f64> {
    let mut longest = None;
    for seconds in [body, header].into_iter().flatten() {
        if (longest.unwrap_or(0.0)..=LONGEST_RETRY_AFTER).contains(&seconds) {
            longest = Some(seconds);
        }
    }
    longest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_the_larger_wait_and_ignores_absurd_ones() {
        assert_eq!(retry_after(Some(1.0), Some(3.0)), Some(3.0));
        assert_eq!(retry_after(Some(5.0), Some(3.0)), Some(5.0));
        assert_eq!(retry_after(None, Some(3.0)), Some(3.0));
        assert_eq!(retry_after(Some(-1.0), None), None);
        assert_eq!(retry_after(Some(f64::NAN), Some(f64::INFINITY)), None);
        assert_eq!(retry_after(Some(1e12), Some(2.0)), Some(2.0));
    }

    #[test]
    fn lets_a_documented_code_outweigh_an_inferred_status() {
        assert_eq!(classify(400, Some("UNAUTHORIZED")), ErrorKind::Authentication);
        assert_eq!(classify(400, Some("VALIDATION_ERROR")), ErrorKind::Validation);
        assert_eq!(classify(422, None), ErrorKind::Validation);
        assert_eq!(classify(418, Some("TEAPOT")), ErrorKind::Api);
    }

    #[test]
    fn keeps_a_5xx_a_server_error_whatever_its_body_says() {
        assert_eq!(classify(503, Some("RATE_LIMIT_EXCEEDED")), ErrorKind::InternalServer);
    }
}
