//! What crosses to the package's JavaScript of issues and errors: strings in a fixed order, which it
//! names again (`pkg-template/src/parts.ts`). Objects, or a type of array more, would take their own
//! copies of serde's code along.

use serde::Serialize;
use wasm_bindgen::prelude::*;

use crate::client::{Attempt, Error};
use crate::contract::ValidationIssue;
use crate::validation::decimal;

/// Issues, one after the other: message, expected, received, code, how many parts the path has, and
/// these.
pub(super) fn issues(issues: &[ValidationIssue]) -> JsValue {
    parts(Vec::new(), issues)
}

/// The message; then nine digits of the error and of each attempt: 10 and kind, outcome, 100000 and
/// status plus 1, or 0 where there is none; then the error's issues.
pub(super) fn error(error: &Error) -> JsValue {
    let Error { kind, outcome, status, .. } = *error;
    let mut met = String::new();
    let own = Attempt { kind, outcome, status };
    for Attempt { kind, outcome, status } in [&own].into_iter().chain(&error.attempts) {
        let status = status.map_or(0, |status| usize::from(status) + 1);
        met.push_str(&decimal(10 * (10 + *kind as usize) + *outcome as usize));
        met.push_str(&decimal(100_000 + status));
    }
    parts(vec![&error.message, &met], &error.issues)
}

fn parts<'a>(mut parts: Vec<&'a str>, issues: &'a [ValidationIssue]) -> JsValue {
    for ValidationIssue { path, message, expected, received, code } in issues {
        for part in [message.as_str(), expected, received, code] {
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
