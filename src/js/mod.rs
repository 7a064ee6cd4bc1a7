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

/// Creates the value. `kinds`, `texts` and `names` are what was found of customer ID and body: see
/// `src/js/read.rs`. Resolves the host, which has the answer, or rejects it with a plain description
/// of the error. Calls with the same `scope` share the rate limit, which 0 `requests` turn off.
#[wasm_bindgen]
#[allow(clippy::too_many_arguments, reason = "positional arguments need no glue code")]
pub fn create(
    host: host::Host,
    kinds: &str,
    texts: &str,
    names: &Array,
    send_unknown: bool,
    scope: String,
    requests: u32,
    per_ms: f64,
    timeout_ms: f64,
    deadline_ms: f64,
    max_retries: u32,
    retry_unknown: bool,
) {
    let checked = check(kinds, texts, names, send_unknown);
    let limit = Limit { requests, per_ms };
    let retries = Retries { max: max_retries, unknown: retry_unknown };
    let terms = Terms { timeout_ms, deadline_ms, retries };
    spawn_local(async move {
        let call = host::Call::new(host);
        let result = match checked {
            Ok(request) => {
                let pacer = (requests > 0).then(|| pacers::of(scope));
                let pacer = pacer.as_deref().map(|pacer| (pacer, limit));
                client::create(&&call, pacer, &request, terms).await
            }
            Err(issues) => Err(client::Error::invalid(issues)),
        };
        // The package's own functions, which do not throw.
        let _ = match result {
            Ok(_) => call.host.resolve(),
            Err(error) => call.host.reject(&report::describe(error)),
        };
    });
}

/// What is wrong with a request, given as to [`create`]; an empty array where nothing is.
#[wasm_bindgen]
pub fn validate(kinds: &str, texts: &str, names: &Array, send_unknown: bool) -> JsValue {
    let found = check(kinds, texts, names, send_unknown).err();
    report::issues(&found.unwrap_or_default())
}

fn check(
    kinds: &str,
    texts: &str,
    names: &Array,
    send_unknown: bool,
) -> Result<CheckedRequest, Vec<ValidationIssue>> {
    let mode = if send_unknown { UnknownFields::Send } else { UnknownFields::Refuse };
    let mut found = read::Reader::new(kinds, texts, names);
    let customer_id = found.raw();
    check_request(customer_id, found.body(), mode)
}
