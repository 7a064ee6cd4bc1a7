//! How one attempt ended: with the value, or with an error.

use std::borrow::Cow;

use crate::contract::{ErrorClass, ErrorReport, Operation, Outcome};
use crate::policy::{classify, outcome_of_status, retry_after};
use crate::text::joined;
use crate::validation::{Raw, check_response};

/// A response before its body.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Head {
    /// The HTTP status; 0 if the platform hides a redirect.
    pub status: u16,
    /// The `Retry-After` header in seconds from now, whatever its form.
    pub retry_after: Option<f64>,
}

impl Head {
    /// A redirect is never followed, and what it says is of no use.
    pub(super) fn is_redirect(self) -> bool {
        matches!(self.status, 0 | 300..=399)
    }
}

/// How reading a body ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BodyEnd {
    /// It is complete.
    Whole,
    /// It is over the limit; the rest was not read.
    TooBig,
    /// The connection was lost.
    Lost,
}

/// What a complete body that is JSON holds.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Json {
    /// What the documented response fields hold, in their order; empty if this is not an object.
    pub fields: Vec<Raw>,
    /// As an error body: its `code`.
    pub code: Option<String>,
    /// As an error body: its `retryAfter`, in seconds.
    pub retry_after: Option<f64>,
}

/// The end of an attempt whose body was read.
pub(super) fn classify_response(
    operation: &Operation,
    head: Head,
    end: BodyEnd,
    json: Option<Json>,
) -> Result<(), Box<ErrorReport>> {
    match head.status {
        200..=299 => done(operation, head.status, end, json),
        _ => Err(refused(head, json)),
    }
}

/// A 2xx: the server did it, whatever became of the body.
fn done(
    operation: &Operation,
    status: u16,
    end: BodyEnd,
    json: Option<Json>,
) -> Result<(), Box<ErrorReport>> {
    let (class, why): (_, Cow<str>) = match (end, json) {
        (BodyEnd::Lost, _) => (ErrorClass::ApiConnectionError, "was cut off".into()),
        (BodyEnd::TooBig, _) => (ErrorClass::UnexpectedResponseError, "is over 8 MB".into()),
        (BodyEnd::Whole, None) => (ErrorClass::UnexpectedResponseError, "is not JSON".into()),
        (BodyEnd::Whole, Some(json)) => match check_response(operation, &json.fields) {
            Ok(()) => return Ok(()),
            Err(why) => (ErrorClass::UnexpectedResponseError, why.into()),
        },
    };
    let message = joined(&[operation.done, ", but the response ", &why]);
    Err(ErrorReport::new(class, Outcome::Created, Some(status), message.into()))
}

/// No 2xx. A 4xx is what its status says even if the body is incomplete.
fn refused(head: Head, json: Option<Json>) -> Box<ErrorReport> {
    let Json { code, retry_after: body, .. } = json.unwrap_or_default();
    let class = classify(head.status, code.as_deref());
    let message = match class {
        ErrorClass::UnexpectedResponseError => "The status is not a valid one for a response",
        _ => "The server refused the request",
    };
    let outcome = outcome_of_status(head.status);
    let mut report = ErrorReport::new(class, outcome, Some(head.status), message.into());
    report.retry_after = retry_after(body, head.retry_after);
    report
}

/// A redirect.
pub(super) fn redirected(status: u16) -> Box<ErrorReport> {
    let message = "The server redirects; the key is not sent elsewhere";
    let class = ErrorClass::UnexpectedResponseError;
    ErrorReport::new(class, Outcome::Rejected, Some(status), message.into())
}

/// No complete response. `status` is the response's, if its head came.
pub(super) fn incomplete(class: ErrorClass, sent: bool, status: Option<u16>) -> Box<ErrorReport> {
    let outcome = match status {
        Some(status) => outcome_of_status(status),
        None if sent => Outcome::Unknown,
        None => Outcome::NotSent,
    };
    let message = match class {
        ErrorClass::ApiUserAbortError => "The caller's signal aborted the call",
        ErrorClass::ApiConnectionTimeoutError => {
            "No complete response within timeoutMs or deadlineMs"
        }
        _ if outcome == Outcome::NotSent => "No connection to the server; nothing was sent",
        _ => "The connection failed before a response came",
    };
    ErrorReport::new(class, outcome, status, message.into())
}
