//! What the other rooms need to know of a parsed answer, which itself stays a JavaScript value.

use js_sys::{Array, Reflect};
use wasm_bindgen::prelude::*;

use super::read;
use crate::client::Document;
use crate::contract::{RESPONSE_FIELDS, ValidationIssue};
use crate::policy::ErrorBody;
use crate::validation::Raw;

/// More issues than a person reads are not kept.
const MAX_ISSUES: u32 = 1000;

impl Document for JsValue {
    fn response_fields(&self) -> Option<Vec<Raw>> {
        let is_record = self.is_object() && !Array::is_array(self);
        is_record.then(|| read::properties(self, &RESPONSE_FIELDS))
    }

    fn error_body(&self) -> ErrorBody {
        let errors = get(self, "errors").and_then(|errors| errors.dyn_into::<Array>().ok());
        ErrorBody {
            message: text(self, "message"),
            code: text(self, "code"),
            retry_after: get(self, "retryAfter").and_then(|seconds| seconds.as_f64()),
            errors: errors.map(issues).unwrap_or_default(),
        }
    }
}

fn issues(errors: Array) -> Vec<ValidationIssue> {
    let mut issues = Vec::new();
    for index in 0..errors.length().min(MAX_ISSUES) {
        let entry = errors.get(index);
        let part = |name| text(&entry, name).unwrap_or_default();
        let mut path = Vec::new();
        if let Some(segments) = get(&entry, "path").and_then(|path| path.dyn_into::<Array>().ok()) {
            for index in 0..segments.length() {
                path.push(segment(segments.get(index)));
            }
        }
        issues.push(ValidationIssue {
            path,
            message: part("message"),
            expected: part("expected"),
            received: part("received"),
            code: part("code"),
        });
    }
    issues
}

/// Documented as strings; zod's own paths have numbers as well.
fn segment(value: JsValue) -> String {
    value.as_string().or_else(|| Some((value.as_f64()? as u32).to_string())).unwrap_or_default()
}

fn get(object: &JsValue, name: &str) -> Option<JsValue> {
    Reflect::get(object, &JsValue::from_str(name)).ok()
}

fn text(object: &JsValue, name: &str) -> Option<String> {
    get(object, name)?.as_string()
}
