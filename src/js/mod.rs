//! The one boundary: converts between JavaScript's values and the other rooms, and decides nothing.
//!
//! The package's JavaScript calls these functions with arguments that it has checked; customer ID and
//! body come as they are. Nothing that input reaches may panic: a panic in an async path would end
//! the user's process. Every import that can throw is `catch`.

mod allocator;
mod host;
mod pacers;
mod read;
mod report;

pub use host::{settle, uuid};

use js_sys::Array;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;

use crate::client::{self, Terms};
use crate::contract::ValidationIssue;
use crate::policy::{Limit, Retries};
use crate::validation::{CheckedRequest, UnknownFields, check_request};

/// Creates the value. `found` and `names` are what was found of customer ID and body, see
/// `src/js/read.rs`. Calls with the same `scope` share the rate limit, which 0 `requests` turn off.
/// Resolves the host, which has the answer, or rejects it.
#[wasm_bindgen]
#[allow(clippy::too_many_arguments, reason = "positional arguments need no glue code")]
pub fn create(
    host: host::Host,
    found: &str,
    names: &Array,
    send_unknown: bool,
    scope: u32,
    requests: u32,
    per_ms: f64,
    timeout_ms: f64,
    deadline_ms: f64,
    max_retries: u32,
    retry_unknown: bool,
) {
    #[cfg(feature = "provoke-trap")]
    provoke_trap(timeout_ms, 1.25);
    let checked = check(found, names, send_unknown);
    let limit = Limit { requests, per_ms };
    let retries = Retries { max: max_retries, unknown: retry_unknown };
    let terms = Terms { timeout_ms, deadline_ms, retries };
    spawn_local(async move {
        #[cfg(feature = "provoke-trap")]
        provoke_trap(timeout_ms, 2.25);
        let call = host::Call::new(host);
        let result = match checked {
            Ok(request) => {
                let pacer = (requests > 0).then(|| pacers::of(scope));
                let pacer = pacer.as_deref().map(|pacer| (pacer, limit));
                client::create(&&call, pacer, &request, terms).await
            }
            Err(issues) => Err(client::Error::invalid(issues)),
        };
        #[cfg(feature = "provoke-trap")]
        provoke_trap(timeout_ms, 999.25);
        match result {
            // The package's own function, which does not throw.
            Ok(_) => drop(call.host.resolve()),
            Err(error) => report::reject(&call.host, error),
        }
    });
}

/// What is wrong with a request, given as to [`create`]; an empty array where nothing is.
#[wasm_bindgen]
pub fn validate(found: &str, names: &Array, send_unknown: bool) -> JsValue {
    #[cfg(feature = "provoke-trap")]
    provoke_trap(f64::from(names.length()), 3.0);
    let issues = check(found, names, send_unknown).err();
    report::issues(&issues.unwrap_or_default())
}

fn check(
    found: &str,
    names: &Array,
    send_unknown: bool,
) -> Result<CheckedRequest, Vec<ValidationIssue>> {
    let mode = if send_unknown { UnknownFields::Send } else { UnknownFields::Refuse };
    let mut found = read::Reader::new(found, names);
    let customer_id = found.raw();
    check_request(customer_id, found.body(), mode)
}

/// Traps in a test build, where the first number is the second.
#[cfg(feature = "provoke-trap")]
#[allow(clippy::float_cmp, reason = "the test sends just this number")]
fn provoke_trap(is: f64, trap: f64) {
    if is == trap {
        core::arch::wasm32::unreachable();
    }
}
