//! Which error a response is, and what it means for the value.

use crate::contract::{ErrorClass, Outcome};

/// Classifies an error response by both the code in its body and its status. The statuses are
/// inferred and the codes documented, so for a 4xx a documented code outweighs the status; a 5xx
/// stays one whatever its body says, since the value may have been created.
pub fn classify(status: u16, code: Option<&str>) -> ErrorClass {
    match (status, code) {
        (500..=599, _) => ErrorClass::InternalServerError,
        (400..=499, Some("VALIDATION_ERROR")) => ErrorClass::ValidationError,
        (400..=499, Some("UNAUTHORIZED")) => ErrorClass::AuthenticationError,
        (400..=499, Some("FORBIDDEN")) => ErrorClass::PermissionDeniedError,
        (400..=499, Some("NOT_FOUND")) => ErrorClass::NotFoundError,
        (400..=499, Some("RATE_LIMIT_EXCEEDED")) => ErrorClass::RateLimitError,
        (400, _) => ErrorClass::BadRequestError,
        (401, _) => ErrorClass::AuthenticationError,
        (403, _) => ErrorClass::PermissionDeniedError,
        (404, _) => ErrorClass::NotFoundError,
        (422, _) => ErrorClass::ValidationError,
        (429, _) => ErrorClass::RateLimitError,
        (400..=499, _) => ErrorClass::ApiError,
        _ => ErrorClass::UnexpectedResponseError,
    }
}

/// What a status alone means. According to the contract, a 4xx did not create the value and a 5xx
/// may have. A 303 means that the request was handled.
pub fn outcome_of_status(status: u16) -> Outcome {
    match status {
        200..=299 => Outcome::Created,
        300..=302 | 304..=499 => Outcome::Rejected,
        _ => Outcome::Unknown,
    }
}

/// Whether a `Content-Type` header means JSON: `application/json`, or a format based on it.
pub fn is_json_type(content_type: &str) -> bool {
    let mime_type = content_type.split(';').next().unwrap_or_default().trim().as_bytes();
    mime_type.last_chunk().is_some_and(|end: &[u8; 5]| {
        end.eq_ignore_ascii_case(b"/json") || end.eq_ignore_ascii_case(b"+json")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_is_known_by_its_content_type() {
        for json in
            ["application/json", "Application/JSON ; charset=utf-8", "application/problem+json"]
        {
            assert!(is_json_type(json), "{json}");
        }
        for other in
            ["", "json", "text/html", "text/plain; of=a/json", "application/jsonl", "é/json5"]
        {
            assert!(!is_json_type(other), "{other}");
        }
    }

    #[test]
    fn a_status_without_a_code_has_the_class_that_the_contract_infers() {
        for (status, class) in [
            (400, ErrorClass::BadRequestError),
            (401, ErrorClass::AuthenticationError),
            (403, ErrorClass::PermissionDeniedError),
            (404, ErrorClass::NotFoundError),
            (409, ErrorClass::ApiError),
            (422, ErrorClass::ValidationError),
            (429, ErrorClass::RateLimitError),
            (499, ErrorClass::ApiError),
            (500, ErrorClass::InternalServerError),
            (599, ErrorClass::InternalServerError),
            (600, ErrorClass::UnexpectedResponseError),
            (199, ErrorClass::UnexpectedResponseError),
        ] {
            assert_eq!(classify(status, None), class, "{status}");
        }
    }

    #[test]
    fn a_documented_code_outweighs_an_inferred_status() {
        for (code, class) in [
            ("VALIDATION_ERROR", ErrorClass::ValidationError),
            ("UNAUTHORIZED", ErrorClass::AuthenticationError),
            ("FORBIDDEN", ErrorClass::PermissionDeniedError),
            ("NOT_FOUND", ErrorClass::NotFoundError),
            ("RATE_LIMIT_EXCEEDED", ErrorClass::RateLimitError),
            ("TEAPOT", ErrorClass::ApiError),
        ] {
            assert_eq!(classify(418, Some(code)), class, "{code}");
        }
    }

    #[test]
    fn a_5xx_stays_a_server_error_whatever_its_body_says() {
        assert_eq!(classify(503, Some("RATE_LIMIT_EXCEEDED")), ErrorClass::InternalServerError);
    }

    #[test]
    fn only_a_4xx_or_a_3xx_but_303_says_that_nothing_was_created() {
        for (status, outcome) in [
            (199, Outcome::Unknown),
            (200, Outcome::Created),
            (299, Outcome::Created),
            (300, Outcome::Rejected),
            (302, Outcome::Rejected),
            (303, Outcome::Unknown),
            (304, Outcome::Rejected),
            (499, Outcome::Rejected),
            (500, Outcome::Unknown),
        ] {
            assert_eq!(outcome_of_status(status), outcome, "{status}");
        }
    }
}
