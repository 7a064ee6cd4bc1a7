//! What the core asks of the package's JavaScript, which owns `fetch`, timers and signals
//! (`pkg-template/src/host.ts`), and how that tells what came of it: in one call of [`settle`].
//!
//! A promise and two closures for each wait, as `JsFuture` makes them, cost more in bytes and in time
//! than the rest of the call, and their callbacks could not be guarded against a trap.

use std::cell::RefCell;

use gloo_net::http::Response;
use wasm_bindgen::prelude::*;

use super::read::Reader;
use super::report;
use crate::client::{
    Action, Answer, Calls, End, Error, Event, Failure, Found, Moment, Notice, Step, Terms, Wait,
};
use crate::contract::RESPONSE_FIELDS;
use crate::policy::{ErrorBody, ErrorKind};
use crate::validation::Raw;

#[wasm_bindgen]
extern "C" {
    /// Does what a call asks for: 0 waits for `ms`, as 1 does for a slot and 2 before a retry, which
    /// take at least `least_ms`; 3 sends and reads the answer, 4 resolves and 5 rejects with `parts`.
    /// Where that ended at once it gives what [`settle`] would be told, else 0. Does not throw.
    fn perform(id: u32, action: u32, ms: f64, least_ms: f64, parts: &JsValue) -> u32;
}

thread_local! {
    static CALLS: RefCell<Calls> = const { RefCell::new(Calls::new()) };
}

#[cfg(feature = "provoke-trap")]
thread_local! {
    static TIMEOUT_MS: std::cell::Cell<f64> = const { std::cell::Cell::new(0.0) };
}

/// Tells how ended what a call waits for. `how` is 1 where the body of `response` is whole, 2 where it
/// is too big, 3 where it is lost. Else twice 2 for the connection, 3 for the time and 4 for the signal,
/// and 1 more where the request may have left; with the `response` where its head came. `found` is what
/// was found of a body that is JSON: `code`, then the documented keys, as [`Reader`] takes it;
/// `retry_after` its seconds, and `header` the header's.
#[wasm_bindgen]
#[allow(clippy::too_many_arguments, reason = "positional arguments need no glue code")]
pub fn settle(
    id: u32,
    how: u32,
    response: Option<web_sys::Response>,
    found: &str,
    retry_after: f64,
    header: f64,
    monotonic: f64,
    wall: f64,
    random: f64,
) {
    #[cfg(feature = "provoke-trap")]
    if how == 1 {
        super::provoke_trap(TIMEOUT_MS.get(), 999.25);
    }
    // The package's JavaScript turns a foreign response into one of the platform's.
    let status = response.map(|response| Response::from(response).status());
    let seconds = |seconds: f64| Some(seconds).filter(|seconds| !seconds.is_nan());
    let answer = |end| {
        let json = (!found.is_empty()).then(|| {
            let mut found = Reader::new(found);
            let code = match found.raw() {
                Raw::Text(code) => Some(code),
                _ => None,
            };
            let error = ErrorBody { code, retry_after: seconds(retry_after) };
            Found { fields: found.raws(RESPONSE_FIELDS.len()), error }
        });
        let status = status.unwrap_or_default();
        Event::Answer(Answer { status, end, json, retry_after: seconds(header) })
    };
    let event = match how {
        1 => answer(End::Whole),
        2 => answer(End::TooBig),
        3 => answer(End::Lost),
        _ => failed(how, status),
    };
    let moment = Moment { monotonic, wall, random };
    drive(id, CALLS.with_borrow_mut(|calls| calls.step(id, event, moment)), moment);
}

fn failed(how: u32, status: Option<u16>) -> Event<'static> {
    let kind = match how >> 1 {
        3 => ErrorKind::Timeout,
        4 => ErrorKind::Abort,
        _ => ErrorKind::Connection,
    };
    Event::Failed(Failure { kind, sent: how & 1 == 1, status })
}

/// Starts a call.
pub(super) fn start(id: u32, terms: Terms, moment: Moment) {
    #[cfg(feature = "provoke-trap")]
    {
        TIMEOUT_MS.set(terms.timeout_ms);
        super::provoke_trap(terms.timeout_ms, 2.25);
    }
    drive(id, CALLS.with_borrow_mut(|calls| calls.start(id, terms, moment)), moment);
}

/// Does what a call asks for, and what follows at once. A loop, since thousands of calls may end in a
/// row. Nothing is borrowed meanwhile, though the package's JavaScript does not come back from there.
fn drive(mut id: u32, mut step: Option<Step>, moment: Moment) {
    let mut wake = None;
    loop {
        let mut ended = 0;
        if let Some(Step { action, wake: next }) = step {
            // All of them share a pacer: the newest is who is the first now.
            wake = next.or(wake);
            ended = act(id, action);
        }
        let event = match wake {
            _ if ended > 0 => failed(ended, None),
            Some(next) => {
                (id, wake) = (next, None);
                Event::Wake
            }
            None => return,
        };
        step = CALLS.with_borrow_mut(|calls| calls.step(id, event, moment));
    }
}

fn act(id: u32, action: Action) -> u32 {
    let none = &JsValue::UNDEFINED;
    let (number, ms, least_ms) = match action {
        Action::Pause { ms, notice: None } => (0, ms, 0.0),
        Action::Pause { ms, notice: Some(Notice { wait: Wait::RateLimit, ms: least }) } => {
            (1, ms, least)
        }
        Action::Pause { ms, notice: Some(Notice { wait: Wait::Retry, ms: least }) } => {
            (2, ms, least)
        }
        Action::Send { ms } => (3, ms, 0.0),
        Action::End(Ok(())) => (4, 0.0, 0.0),
        Action::End(Err(error)) => return reject(id, &error),
    };
    perform(id, number, ms, least_ms, none)
}

/// Rejects a call.
pub(super) fn reject(id: u32, error: &Error) -> u32 {
    let seconds = error.retry_after.unwrap_or(f64::NAN);
    perform(id, 5, seconds, 0.0, &report::error(error))
}
