//! What crosses to the package's JavaScript of issues and errors: numbers and strings in a fixed order,
//! which it names again (`pkg-template/src/parts.ts`). Objects, or a type of array more, would take
//! their own copies of serde's code along.

use serde::Serialize;
use wasm_bindgen::prelude::*;

use super::host::Host;
use crate::client::Error;
use crate::contract::ValidationIssue;

/// Issues, one after the other: message, expected, received, code, how many parts the path has, and
/// these.
pub(super) fn issues(issues: &[ValidationIssue]) -> JsValue {
    let mut parts: Vec<&str> = Vec::new();
    for ValidationIssue { path, message, expected, received, code } in issues {
        for part in [message, expected, received, code] {
            parts.push(part);
        }
        parts.push(["0", "1", "2"].get(path.len()).copied().unwrap_or_default());
        for part in path {
            parts.push(part);
        }
    }
    // Strings cannot fail to serialize.
    parts.serialize(&serde_wasm_bindgen::Serializer::new()).unwrap_or(JsValue::UNDEFINED)
}

/// Rejects a call. Each attempt is three characters: kind, outcome and status.
#[allow(clippy::boxed_local, reason = "unboxing would copy a large value")]
pub(super) fn reject(host: &Host, error: Box<Error>) {
    let mut attempts = String::new();
    for attempt in &error.attempts {
        let status = attempt.status.map_or(NO_STATUS, |status| char::from_u32(status.into()));
        attempts.push(char::from(attempt.kind as u8));
        attempts.push(char::from(attempt.outcome as u8));
        attempts.push(status.unwrap_or_default());
    }
    // The package's own function, which does not throw.
    let _ = host.reject(
        error.kind as u32,
        error.outcome as u32,
        error.status.map_or(-1, i32::from),
        &error.message,
        error.code.as_deref().unwrap_or_default(),
        error.retry_after.unwrap_or(f64::NAN),
        &attempts,
        issues(&error.issues),
    );
}

const NO_STATUS: Option<char> = Some('\u{ffff}');
