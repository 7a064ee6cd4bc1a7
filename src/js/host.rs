//! The platform of one call: `Host` of the package's JavaScript, which owns `fetch`, timers and the
//! caller's signal. What is asked of it ends in one call of [`settle`].
//!
//! A promise and two closures for each wait, as `JsFuture` makes them, cost more in bytes and in time
//! than the rest of the call, and their callbacks could not be guarded against a trap.

use std::cell::RefCell;
use std::future::poll_fn;
use std::task::{Poll, Waker};

use gloo_net::http::Response;
use js_sys::{Array, Math};
use slab::Slab;
use uuid::Uuid;
use wasm_bindgen::prelude::*;

use super::read::Reader;
use crate::client::{Answer, Body, Document, End, Failure, Notice, Paused, Platform, Wait};
use crate::contract::RESPONSE_FIELDS;
use crate::policy::{Clock, ErrorBody, ErrorKind};
use crate::validation::{CheckedRequest, Raw};

#[wasm_bindgen]
extern "C" {
    /// One call's surroundings: `pkg-template/src/host.ts`.
    pub type Host;

    #[wasm_bindgen(method, catch)]
    fn pause(this: &Host, id: u32, ms: f64, wait: u32, least_ms: f64) -> Result<(), JsValue>;
    #[wasm_bindgen(method, catch)]
    fn send(this: &Host, id: u32, path: &str, ms: f64) -> Result<(), JsValue>;
    #[wasm_bindgen(method, catch)]
    fn receive(this: &Host, id: u32) -> Result<(), JsValue>;
    #[wasm_bindgen(method, catch)]
    pub(super) fn resolve(this: &Host) -> Result<(), JsValue>;
    #[wasm_bindgen(method, catch)]
    #[allow(clippy::too_many_arguments, reason = "an array of them would cost more")]
    pub(super) fn reject(
        this: &Host,
        kind: u32,
        outcome: u32,
        status: i32,
        message: &str,
        code: &str,
        retry_after: f64,
        attempts: &str,
        issues: JsValue,
    ) -> Result<(), JsValue>;

    #[wasm_bindgen(js_namespace = performance, js_name = now, catch)]
    fn monotonic() -> Result<f64, JsValue>;
    #[wasm_bindgen(js_namespace = Date, js_name = now, catch)]
    fn wall() -> Result<f64, JsValue>;
    #[wasm_bindgen(thread_local_v2, js_name = crypto)]
    static CRYPTO: Option<JsValue>;
}

#[derive(Default)]
struct Slot {
    waker: Option<Waker>,
    settled: Option<Settled>,
}

struct Settled {
    how: u32,
    value: JsValue,
    retry_after: f64,
}

thread_local! {
    static CALLS: RefCell<Slab<Slot>> = const { RefCell::new(Slab::new()) };
    static CLOCK: RefCell<Clock> = RefCell::default();
}

/// Tells how ended what a call waits for. `how` is 0 where it went well, 1 where a body is too big;
/// else twice 1 for the connection, 2 for the time and 3 for the signal, and 1 more where the request
/// may have left.
#[wasm_bindgen]
pub fn settle(id: u32, how: u32, value: JsValue, retry_after: f64) {
    let settled = Settled { how, value, retry_after };
    let waker = CALLS.with_borrow_mut(|calls| {
        let slot = calls.get_mut(id as usize)?;
        slot.settled = Some(settled);
        slot.waker.take()
    });
    if let Some(waker) = waker {
        waker.wake();
    }
}

/// A random v4 UUID; the nil UUID where the runtime has no `crypto`, since the crate would panic.
#[wasm_bindgen]
pub fn uuid() -> String {
    let id = if CRYPTO.with(Option::is_some) { Uuid::new_v4() } else { Uuid::nil() };
    id.hyphenated().encode_lower(&mut Uuid::encode_buffer()).to_owned()
}

/// Milliseconds that passed.
pub(super) fn now() -> f64 {
    let (monotonic, wall) = (monotonic().unwrap_or_default(), wall().unwrap_or_default());
    CLOCK.with_borrow_mut(|clock| clock.read(monotonic, wall))
}

/// One call.
pub(super) struct Call {
    id: u32,
    pub(super) host: Host,
}

impl Call {
    pub(super) fn new(host: Host) -> Call {
        let id = CALLS.with_borrow_mut(|calls| calls.insert(Slot::default()));
        Call { id: id as u32, host }
    }

    /// The call's number, for asking the host; what was asked before is over.
    fn ask(&self) -> u32 {
        self.with_slot(|slot| slot.settled = None);
        self.id
    }

    /// Waits for the host's answer.
    async fn answer(
        &self,
        asked: Result<(), JsValue>,
        woken: &mut dyn FnMut(&Waker) -> bool,
    ) -> Settled {
        poll_fn(|context| {
            let settled = self.with_slot(|slot| {
                slot.waker = Some(context.waker().clone());
                slot.settled.take()
            });
            if let Some(settled) = settled.flatten() {
                return Poll::Ready(settled);
            }
            let how = match asked {
                Ok(()) if woken(context.waker()) => 0,
                Ok(()) => return Poll::Pending,
                // The package's own code does not throw; if it did, nothing would ever come.
                Err(_) => 3,
            };
            Poll::Ready(Settled { how, value: JsValue::UNDEFINED, retry_after: f64::NAN })
        })
        .await
    }

    fn with_slot<T>(&self, with: impl FnOnce(&mut Slot) -> T) -> Option<T> {
        CALLS.with_borrow_mut(|calls| calls.get_mut(self.id as usize).map(with))
    }
}

impl Drop for Call {
    fn drop(&mut self) {
        CALLS.with_borrow_mut(|calls| calls.try_remove(self.id as usize));
    }
}

impl Settled {
    fn failure(&self) -> Option<Failure> {
        let kind = match self.how >> 1 {
            0 => return None,
            2 => ErrorKind::Timeout,
            3 => ErrorKind::Abort,
            _ => ErrorKind::Connection,
        };
        Some(Failure { kind, sent: self.how & 1 == 1 })
    }
}

impl<'a> Platform for &'a Call {
    type Answer = FetchAnswer<'a>;

    fn now(&self) -> f64 {
        now()
    }

    fn random(&self) -> f64 {
        Math::random()
    }

    async fn pause(
        &self,
        ms: f64,
        notice: Option<Notice>,
        mut woken: impl FnMut(&Waker) -> bool,
    ) -> Paused {
        let started = now();
        let (wait, least_ms) = match notice {
            None => (0, 0.0),
            Some(Notice { wait: Wait::RateLimit, ms }) => (1, ms),
            Some(Notice { wait: Wait::Retry, ms }) => (2, ms),
        };
        let settled =
            self.answer(self.host.pause(self.ask(), ms, wait, least_ms), &mut woken).await;
        match settled.failure() {
            None => return Paused::Over,
            Some(Failure { kind: ErrorKind::Abort, .. }) => return Paused::Aborted,
            Some(_) => {}
        }
        // A timer may be early by as long as the event loop was busy when it was set, so it is believed
        // only where the clock stood still or was set back.
        if now() <= started {
            CLOCK.with_borrow_mut(|clock| clock.at_least(started + ms));
        }
        Paused::Over
    }

    async fn send(&self, request: &CheckedRequest, ms: f64) -> Result<FetchAnswer<'a>, Failure> {
        let mut path = String::from("/v2/customers/");
        path.push_str(request.customer_id());
        path.push_str("/custom-fields");
        let settled = self.answer(self.host.send(self.ask(), &path, ms), &mut |_| false).await;
        if let Some(failure) = settled.failure() {
            return Err(failure);
        }
        // The package's JavaScript turns a foreign response into one of the platform's.
        let response = settled.value.unchecked_into::<web_sys::Response>();
        Ok(FetchAnswer { response: response.into(), call: self })
    }
}

/// An answer, read through gloo-net's `Response`. Its `Request` is not used: it is built twice (60 µs
/// a call in Node), custom fetches of other makes refuse it, and it panics on a refused header value.
pub(super) struct FetchAnswer<'a> {
    response: Response,
    call: &'a Call,
}

impl Answer for FetchAnswer<'_> {
    type Document = FoundJson;

    fn status(&self) -> u16 {
        self.response.status()
    }

    async fn read(&self) -> Result<Body<FoundJson>, Failure> {
        let settled =
            self.call.answer(self.call.host.receive(self.call.ask()), &mut |_| false).await;
        let end = match (settled.how, settled.failure()) {
            (1, _) => End::TooBig,
            (_, None) => End::Whole,
            (_, Some(Failure { kind: ErrorKind::Connection, .. })) => End::Lost,
            (_, Some(failure)) => return Err(failure),
        };
        let json = settled.value.dyn_into::<Array>().ok().map(FoundJson);
        let retry_after = Some(settled.retry_after).filter(|seconds| !seconds.is_nan());
        Ok(Body { json, end, retry_after })
    }
}

/// What was found of an answer's JSON; the value itself stays with the host. An array: what is found
/// of its documented keys, as [`Reader`] takes it, in two parts; then `code` and `retryAfter`.
pub(super) struct FoundJson(Array);

impl Document for FoundJson {
    fn response_fields(&self) -> Vec<Raw> {
        let found = self.0.get(0).as_string().unwrap_or_default();
        let names = self.0.get(1).unchecked_into();
        Reader::new(&found, &names).raws(RESPONSE_FIELDS.len())
    }

    fn error_body(&self) -> ErrorBody {
        ErrorBody { code: self.0.get(2).as_string(), retry_after: self.0.get(3).as_f64() }
    }
}
