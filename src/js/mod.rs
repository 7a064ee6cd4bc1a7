//! The one boundary: converts between JavaScript's values and the other rooms, and decides nothing.
//!
//! The package's JavaScript calls these functions with arguments that it has checked; customer ID and
//! body come as they are. Nothing that input reaches may panic: a panic would end the instance, and
//! all calls with it. Every import that can throw is `catch`.

mod allocator;
mod host;
mod read;
mod report;

pub use host::settle;

use uuid::Uuid;
use wasm_bindgen::prelude::*;

use crate::client::{Error, Moment, Terms};
use crate::contract::ValidationIssue;
use crate::policy::{Limit, Retries};
use crate::validation::{UnknownFields, check_request};

/// Creates the value. `id` is a number that no other call under way has; `found` is what was found of
/// customer ID and body, see `src/js/read.rs`. Calls with the same `scope` share the rate limit, which
/// 0 `requests` turn off. The times are of `performance.now()` and `Date.now()`, the random number of
/// `Math.random()`.
#[wasm_bindgen]
#[allow(clippy::too_many_arguments, reason = "positional arguments need no glue code")]
pub fn create(
    id: u32,
    found: &str,
    send_unknown: bool,
    scope: u32,
    requests: u32,
    per_ms: f64,
    timeout_ms: f64,
    deadline_ms: f64,
    max_retries: u32,
    retry_unknown: bool,
    monotonic: f64,
    wall: f64,
    random: f64,
) {
    #[cfg(feature = "provoke-trap")]
    provoke_trap(timeout_ms, 1.25);
    let issues = check(found, send_unknown);
    if !issues.is_empty() {
        host::reject(id, &Error::invalid(issues));
        return;
    }
    let limit = Limit { requests, per_ms };
    let retries = Retries { max: max_retries, unknown: retry_unknown };
    host::start(
        id,
        Terms { scope, limit, timeout_ms, deadline_ms, retries },
        Moment { monotonic, wall, random },
    );
}

/// What is wrong with a request, given as to [`create`]; an empty array where nothing is.
#[wasm_bindgen(unchecked_return_type = "string[]")]
pub fn validate(found: &str, send_unknown: bool) -> JsValue {
    #[cfg(feature = "provoke-trap")]
    provoke_trap(found.lines().next().unwrap_or_default().matches('-').count() as f64, 3.0);
    report::issues(&check(found, send_unknown))
}

/// A random v4 UUID. The runtime must have `crypto`: else the crate panics.
#[wasm_bindgen(unchecked_return_type = "string")]
pub fn uuid() -> JsValue {
    JsValue::from_str(Uuid::new_v4().hyphenated().encode_lower(&mut Uuid::encode_buffer()))
}

fn check(found: &str, send_unknown: bool) -> Vec<ValidationIssue> {
    let mode = if send_unknown { UnknownFields::Send } else { UnknownFields::Refuse };
    let mut found = read::Reader::new(found);
    let customer_id = found.raw();
    check_request(&customer_id, found.body(), mode)
}

/// Traps in a test build, where the first number is the second.
#[cfg(feature = "provoke-trap")]
#[allow(clippy::float_cmp, reason = "the test sends just this number")]
fn provoke_trap(is: f64, trap: f64) {
    if is == trap {
        core::arch::wasm32::unreachable();
    }
}
