//! How a call fails: which error class, with which outcome, after which attempts.

use std::borrow::Cow;

use serde::Serialize;
use tsify::Tsify;

use super::issue::ValidationIssue;
use crate::text::{decimal, joined};

/// The error classes of the package. Each serializes to the name of its class.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Tsify)]
pub enum ErrorClass {
    /// The request is invalid, according to the client or to the server's 422.
    ValidationError,
    /// 400.
    BadRequestError,
    /// 401.
    AuthenticationError,
    /// 403.
    PermissionDeniedError,
    /// 404.
    NotFoundError,
    /// 429.
    RateLimitError,
    /// 5xx.
    InternalServerError,
    /// Any other 4xx.
    #[serde(rename = "APIError")]
    ApiError,
    /// No response, or an incomplete one.
    #[serde(rename = "APIConnectionError")]
    ApiConnectionError,
    /// No complete response in time.
    #[serde(rename = "APIConnectionTimeoutError")]
    ApiConnectionTimeoutError,
    /// The caller's signal.
    #[serde(rename = "APIUserAbortError")]
    ApiUserAbortError,
    /// A response that the documentation does not describe.
    UnexpectedResponseError,
    /// The options are wrong, or the runtime lacks something.
    ConfigurationError,
    /// A bug in this package stopped the core.
    CareCycleError,
}

/// The codes that the API's documentation names.
pub const SERVER_CODES: [&str; 6] = [
    "UNAUTHORIZED",
    "FORBIDDEN",
    "NOT_FOUND",
    "VALIDATION_ERROR",
    "RATE_LIMIT_EXCEEDED",
    "INTERNAL_ERROR",
];

impl ErrorClass {
    /// All classes, as `cargo xtask codegen` lists them.
    pub const ALL: [ErrorClass; 14] = [
        ErrorClass::ValidationError,
        ErrorClass::BadRequestError,
        ErrorClass::AuthenticationError,
        ErrorClass::PermissionDeniedError,
        ErrorClass::NotFoundError,
        ErrorClass::RateLimitError,
        ErrorClass::InternalServerError,
        ErrorClass::ApiError,
        ErrorClass::ApiConnectionError,
        ErrorClass::ApiConnectionTimeoutError,
        ErrorClass::ApiUserAbortError,
        ErrorClass::UnexpectedResponseError,
        ErrorClass::ConfigurationError,
        ErrorClass::CareCycleError,
    ];

    /// The error's `code` if the server sent none; errors about a status have `HTTP_<status>`.
    pub fn code(self) -> Option<&'static str> {
        match self {
            ErrorClass::ValidationError => Some("VALIDATION_ERROR"),
            ErrorClass::ApiConnectionError => Some("CONNECTION"),
            ErrorClass::ApiConnectionTimeoutError => Some("TIMEOUT"),
            ErrorClass::ApiUserAbortError => Some("ABORTED"),
            ErrorClass::UnexpectedResponseError => Some("UNEXPECTED_RESPONSE"),
            ErrorClass::ConfigurationError => Some("CONFIGURATION"),
            ErrorClass::CareCycleError => Some("CRASHED"),
            _ => None,
        }
    }
}

/// Whether the value was created.
/// - `"notSent"`: nothing left this process.
/// - `"rejected"`: the server responded without creating the value.
/// - `"unknown"`: the request may have left, and no response shows what happened. Check before you
///   send it again.
/// - `"created"`: the value was created, but the response is incomplete or not as documented.
// Ordered by gravity: a call's outcome is the largest of its attempts' outcomes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub enum Outcome {
    /// Nothing left this process.
    NotSent,
    /// The server responded without creating the value.
    Rejected,
    /// The request may have left, and no response shows what happened.
    Unknown,
    /// The value was created.
    Created,
}

impl Outcome {
    /// The outcome of this name in JavaScript.
    pub fn from_name(name: &str) -> Option<Outcome> {
        match name {
            "notSent" => Some(Outcome::NotSent),
            "rejected" => Some(Outcome::Rejected),
            "unknown" => Some(Outcome::Unknown),
            "created" => Some(Outcome::Created),
            _ => None,
        }
    }
}

/// How one attempt ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Tsify)]
pub struct Attempt {
    /// Like an error's `code`, but never one of the server's own.
    pub code: Cow<'static, str>,
    /// The outcome of this attempt alone.
    pub outcome: Outcome,
    /// The HTTP status; `null` if there was no response.
    #[tsify(type = "number | null")]
    pub status: Option<u16>,
}

/// What a call rejects with, as far as the core knows. Contains neither the key nor a value. The
/// response's headers and body, and what the platform threw, are added outside the core.
#[derive(Clone, Debug, PartialEq, Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct ErrorReport {
    /// The error class.
    pub class: ErrorClass,
    /// The error code, for programs.
    pub code: Cow<'static, str>,
    /// Whether the value was created.
    pub outcome: Outcome,
    /// What happened, for people.
    pub message: Cow<'static, str>,
    /// The HTTP status; `null` if the error is not about a response.
    #[tsify(type = "number | null")]
    pub status: Option<u16>,
    /// Seconds to wait; `null` if the server did not say.
    #[tsify(type = "number | null")]
    pub retry_after: Option<f64>,
    /// The issues that the client found in the request, if any.
    pub errors: Vec<ValidationIssue>,
    /// How each attempt ended.
    pub attempts: Vec<Attempt>,
}

impl ErrorReport {
    /// An error without further details. Boxed, since it is large and moved often.
    #[inline(never)]
    pub fn new(
        class: ErrorClass,
        outcome: Outcome,
        status: Option<u16>,
        message: Cow<'static, str>,
    ) -> Box<Self> {
        Box::new(ErrorReport {
            class,
            code: code_of(class, status),
            outcome,
            message,
            status,
            retry_after: None,
            errors: Vec::new(),
            attempts: Vec::new(),
        })
    }

    /// A request that was rejected before it was sent.
    pub fn invalid(errors: Vec<ValidationIssue>) -> Box<Self> {
        let message = "The request is invalid; nothing was sent";
        let mut report =
            ErrorReport::new(ErrorClass::ValidationError, Outcome::NotSent, None, message.into());
        report.errors = errors;
        report
    }

    /// This error as the record of one attempt.
    pub fn attempt(&self) -> Attempt {
        Attempt { code: self.code.clone(), outcome: self.outcome, status: self.status }
    }
}

fn code_of(class: ErrorClass, status: Option<u16>) -> Cow<'static, str> {
    match class.code() {
        Some(code) => code.into(),
        None => joined(&["HTTP_", &decimal(status.unwrap_or_default().into())]).into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_class_has_a_code_of_its_own_unless_it_is_about_a_status() {
        let codes: Vec<_> = ErrorClass::ALL.into_iter().filter_map(ErrorClass::code).collect();
        let expected = [
            "VALIDATION_ERROR",
            "CONNECTION",
            "TIMEOUT",
            "ABORTED",
            "UNEXPECTED_RESPONSE",
            "CONFIGURATION",
            "CRASHED",
        ];
        assert_eq!(codes, expected);
    }

    #[test]
    fn an_outcome_is_found_by_the_name_that_javascript_knows() {
        for (name, outcome) in [
            ("notSent", Outcome::NotSent),
            ("rejected", Outcome::Rejected),
            ("unknown", Outcome::Unknown),
            ("created", Outcome::Created),
        ] {
            assert_eq!(Outcome::from_name(name), Some(outcome));
        }
        for name in ["", "NotSent", "notsent", "invalid"] {
            assert_eq!(Outcome::from_name(name), None, "{name}");
        }
    }

    #[test]
    fn a_code_about_a_status_holds_the_status() {
        let report = |class, status| ErrorReport::new(class, Outcome::Rejected, status, "".into());
        assert_eq!(report(ErrorClass::NotFoundError, Some(404)).code, "HTTP_404");
        assert_eq!(report(ErrorClass::ApiError, None).code, "HTTP_0");
        assert_eq!(report(ErrorClass::ValidationError, Some(422)).code, "VALIDATION_ERROR");
    }

    #[test]
    fn an_invalid_request_was_not_sent() {
        let issue = ValidationIssue {
            path: vec!["id".into()],
            message: "Invalid UUID".into(),
            expected: "uuid",
            received: "string".into(),
            code: "invalid_format",
        };
        let report = ErrorReport::invalid(vec![issue.clone()]);
        assert_eq!(report.class, ErrorClass::ValidationError);
        assert_eq!((report.outcome, report.status), (Outcome::NotSent, None));
        assert_eq!(report.errors, [issue]);
        assert_eq!(report.message, "The request is invalid; nothing was sent");
    }

    #[test]
    fn of_two_outcomes_the_one_nearer_to_a_created_value_weighs_more() {
        use Outcome::*;
        assert!([NotSent, Rejected, Unknown, Created].is_sorted());
    }
}
