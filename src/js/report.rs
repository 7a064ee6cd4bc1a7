//! An error as a plain object, from which the package makes an instance of the class named in it.

use serde::Serialize;
use uuid::Uuid;
use wasm_bindgen::prelude::*;

use crate::client::Error;
use crate::contract::ValidationIssue;
use crate::policy::{ErrorKind, Outcome};

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Report<'a> {
    class: &'a str,
    message: &'a str,
    code: &'a str,
    outcome: &'a str,
    request_id: String,
    attempts: Vec<AttemptReport>,
    status: Option<u16>,
    retry_after: Option<f64>,
    errors: &'a [ValidationIssue],
    #[serde(with = "serde_wasm_bindgen::preserve")]
    body: JsValue,
    #[serde(with = "serde_wasm_bindgen::preserve")]
    headers: JsValue,
    #[serde(with = "serde_wasm_bindgen::preserve")]
    cause: JsValue,
}

#[derive(Serialize)]
struct AttemptReport {
    code: String,
    outcome: &'static str,
    status: Option<u16>,
}

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
            code.push_str(&status.to_string());
            code
        }
    }
}

/// A random v4 UUID; the nil UUID where the runtime has no `crypto`, since the crate would panic.
fn request_id() -> String {
    let crypto = js_sys::Reflect::get(&js_sys::global(), &JsValue::from_str("crypto"));
    let id =
        if crypto.is_ok_and(|crypto| crypto.is_object()) { Uuid::new_v4() } else { Uuid::nil() };
    id.hyphenated().encode_lower(&mut Uuid::encode_buffer()).to_owned()
}

/// The description of an error.
pub(super) fn describe(error: Error<JsValue>) -> JsValue {
    let own_code = code(error.kind, error.status);
    let attempt = |attempt: &crate::client::Attempt| AttemptReport {
        code: code(attempt.kind, attempt.status),
        outcome: outcome(attempt.outcome),
        status: attempt.status,
    };
    super::to_js(&Report {
        class: class(error.kind),
        message: &error.message,
        code: error.code.as_deref().unwrap_or(&own_code),
        outcome: outcome(error.outcome),
        request_id: request_id(),
        attempts: error.attempts.iter().map(attempt).collect(),
        status: error.status,
        retry_after: error.retry_after,
        errors: &error.issues,
        body: error.body.unwrap_or_default(),
        headers: error.headers.unwrap_or_default(),
        cause: error.cause.unwrap_or_default(),
    })
}
