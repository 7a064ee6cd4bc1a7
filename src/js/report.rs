//! An error as an array of its parts, from which the package makes an instance of the class named
//! first; why an array, [`super::issues`] says.

use js_sys::Array;
use wasm_bindgen::prelude::*;

use crate::client::Error;
use crate::policy::{ErrorKind, Outcome};

/// The table from kinds to classes.
fn class(kind: ErrorKind) -> &'static str {
    match kind {
        ErrorKind::Validation => "ValidationError",
        ErrorKind::BadRequest => "BadRequestError",
        ErrorKind::Authentication => "AuthenticationError",
        ErrorKind::PermissionDenied => "PermissionDeniedError",
        ErrorKind::NotFound => "NotFoundError",
        ErrorKind::RateLimit => "RateLimitError",
        ErrorKind::InternalServer => "InternalServerError",
        ErrorKind::Api => "APIError",
        ErrorKind::Connection => "APIConnectionError",
        ErrorKind::Timeout => "APIConnectionTimeoutError",
        ErrorKind::Abort => "APIUserAbortError",
        ErrorKind::UnexpectedResponse => "UnexpectedResponseError",
    }
}

fn outcome(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::NotSent => "notSent",
        Outcome::Rejected => "rejected",
        Outcome::Created => "created",
        Outcome::Unknown => "unknown",
    }
}

/// The code where the server gave none.
fn code(kind: ErrorKind, status: Option<u16>) -> String {
    match (kind, status) {
        (ErrorKind::Validation, _) => "VALIDATION_ERROR".into(),
        (ErrorKind::Connection, _) => "CONNECTION".into(),
        (ErrorKind::Timeout, _) => "TIMEOUT".into(),
        (ErrorKind::Abort, _) => "ABORTED".into(),
        (ErrorKind::UnexpectedResponse, _) | (_, None) => "UNEXPECTED_RESPONSE".into(),
        (_, Some(status)) => {
            let mut code = String::from("HTTP_");
            code.push_str(&u32::from(status).to_string());
            code
        }
    }
}

/// The description of an error.
#[allow(clippy::boxed_local, reason = "unboxing would copy a large value")]
pub(super) fn describe(error: Box<Error>) -> JsValue {
    let own_code = code(error.kind, error.status);
    let attempts = Array::new();
    for attempt in &error.attempts {
        let own_code = code(attempt.kind, attempt.status);
        attempts.push(&super::to_js(&(own_code, outcome(attempt.outcome), attempt.status)));
    }
    let parts = super::to_js(&(
        class(error.kind),
        &error.message,
        error.code.as_deref().unwrap_or(&own_code),
        outcome(error.outcome),
        error.status,
        error.retry_after,
    ));
    let report = Array::new();
    report.push(&parts);
    report.push(&attempts);
    report.push(&super::issues(&error.issues));
    report.into()
}
