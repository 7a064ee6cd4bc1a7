//! How one attempt ended: with the value, or with an error.

use std::borrow::Cow;

use crate::contract::{ErrorClass, ErrorReport, Outcome};
use crate::policy::{classify, outcome_of_status, retry_after};
use crate::text::joined;
use crate::validation::{CheckedRequest, Raw, check_response, shows_request};

/// A response before its body.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Head {
    /// The HTTP status; 0 if the platform hides a redirect.
    pub status: u16,
    /// Whether a body of a 2xx response is JSON by its content type.
    pub is_json: bool,
    /// The `Retry-After` header in seconds from now, whatever its form.
    pub retry_after: Option<f64>,
}

impl Head {
    /// Redirects are never followed, so their bodies are not read.
    pub(super) fn is_redirect(self) -> bool {
        matches!(self.status, 0 | 300..=399)
    }

    /// The outcome if the body does not arrive completely. A 2xx is the API's only if it looks like
    /// it: maintenance and sign-in pages have a 2xx too.
    pub(super) fn outcome(self) -> Outcome {
        match outcome_of_status(self.status) {
            Outcome::Created if !self.is_json => Outcome::Unknown,
            outcome => outcome,
        }
    }
}

/// How reading a body ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BodyEnd {
    /// It is complete.
    Whole,
    /// It is complete and empty.
    Empty,
    /// It is larger than the limit; the rest was not read.
    TooBig,
    /// The connection was lost.
    Lost,
}

/// The content of a complete JSON body.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Json {
    /// The documented response fields, in their order; empty if the body is not an object.
    pub fields: Vec<Raw>,
    /// `code`, if it is an error body.
    pub code: Option<String>,
    /// `retryAfter` in seconds, if it is an error body.
    pub retry_after: Option<f64>,
    /// `outcome`, if it is an error body of the page's own backend.
    pub outcome: Option<Outcome>,
}

/// Classifies a response whose body was read.
pub(super) fn classify_response(
    request: &CheckedRequest,
    head: Head,
    end: BodyEnd,
    json: Option<Json>,
) -> Result<(), Box<ErrorReport>> {
    match head.status {
        200..=299 => classify_success(request, head, end, json),
        _ => Err(classify_error(head, json)),
    }
}

/// Classifies a 2xx: the value was created if the response shows it.
fn classify_success(
    request: &CheckedRequest,
    head: Head,
    end: BodyEnd,
    json: Option<Json>,
) -> Result<(), Box<ErrorReport>> {
    let unexpected = ErrorClass::UnexpectedResponseError;
    let (class, outcome, why): (_, _, Cow<str>) = match (end, json) {
        (BodyEnd::Lost, _) => {
            (ErrorClass::ApiConnectionError, head.outcome(), "was cut off".into())
        }
        (BodyEnd::TooBig, _) => (unexpected, head.outcome(), "is over 8 MB".into()),
        (BodyEnd::Empty, _) => (unexpected, Outcome::Unknown, "is empty".into()),
        // A proxy may truncate a body and hide that.
        (BodyEnd::Whole, None) => (unexpected, head.outcome(), "is not complete JSON".into()),
        (BodyEnd::Whole, Some(json)) if !shows_request(request, &json.fields) => {
            (unexpected, Outcome::Unknown, "does not match the request".into())
        }
        (BodyEnd::Whole, Some(json)) => match check_response(request.operation(), &json.fields) {
            Ok(()) => return Ok(()),
            Err(why) => (unexpected, Outcome::Created, why.into()),
        },
    };
    let what = match outcome {
        Outcome::Created => request.operation().done,
        _ => "The status means success",
    };
    let message = joined(&[what, ", but the response ", &why]);
    Err(ErrorReport::new(class, outcome, Some(head.status), message.into()))
}

/// Classifies any other status. A 4xx means the same even if its body is incomplete.
fn classify_error(head: Head, json: Option<Json>) -> Box<ErrorReport> {
    let Json { code, retry_after: body, outcome: reported, .. } = json.unwrap_or_default();
    let class = classify(head.status, code.as_deref());
    let message = match class {
        ErrorClass::AuthenticationError => "The server refused the API key",
        ErrorClass::PermissionDeniedError => "The API key lacks the permission",
        ErrorClass::NotFoundError => "The server found no such customer or definition",
        ErrorClass::RateLimitError => "The server received more requests than its limit allows",
        ErrorClass::InternalServerError => "The server failed; the value may have been created",
        ErrorClass::UnexpectedResponseError => "The response has an invalid status",
        _ => "The server refused the request",
    };
    let outcome = reported.unwrap_or_else(|| outcome_of_status(head.status));
    let message = reported.map_or(message, backend_message);
    let mut report = ErrorReport::new(class, outcome, Some(head.status), message.into());
    report.retry_after = retry_after(body, head.retry_after);
    // Our own code, which decides whether the call is retried, is trusted whenever the outcome is.
    let configuration = ErrorClass::ConfigurationError.code();
    if let Some(own) =
        configuration.filter(|_| reported.is_some() && code.as_deref() == configuration)
    {
        report.code = own.into();
    }
    report
}

/// The message for an outcome that the page's own backend reports.
fn backend_message(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::NotSent => "The backend did not send the request to the API",
        Outcome::Rejected => "The API refused what the backend sent",
        Outcome::Unknown => "The backend cannot tell whether the value was created",
        Outcome::Created => "The value was created, but the backend cannot return it",
    }
}

/// A redirect. A 303 means that the request was handled, and a hidden status may be a 303.
pub(super) fn redirected(status: u16) -> Box<ErrorReport> {
    let message = "The server redirected the request; the key is not sent elsewhere";
    let class = ErrorClass::UnexpectedResponseError;
    ErrorReport::new(class, outcome_of_status(status), Some(status), message.into())
}
