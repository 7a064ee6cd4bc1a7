//! Waits as JavaScript has them: how long, what for, and who wakes whom.

use super::exports::read;
use carecycle_custom_fields::js::{BodyEnd, Waker, aborted, responded, woken};
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;

use super::driver::{Started, begin, new_scope, run, settings, step};
use super::javascript::{apply, get, js, json};

/// A call of a scope in which one call a minute may be sent.
fn limited(scope: u32) -> Started {
    begin(&settings(scope, "requests: 1"), &js("body()"))
}

fn number(value: &JsValue, path: &str) -> f64 {
    get(value, path).as_f64().unwrap()
}

#[wasm_bindgen_test]
fn a_call_waits_for_the_slot_of_another_and_is_woken_when_that_is_free() {
    let scope = new_scope();
    let first = limited(scope);
    assert_eq!(get(&first.step, "action.type"), "send");
    let second = limited(scope);
    // That depends on the response to the first.
    let rounded = "(action) => ({ ...action, ms: Math.round(action.ms),
        noticeMs: Math.round(action.noticeMs) })";
    let expected = r#"{"type":"wait","ms":60000,"reason":"rateLimit","noticeMs":60000}"#;
    assert_eq!(json(&apply(rounded, &get(&second.step, "action"))), expected);
    let freed = step(aborted(first.call, false));
    assert_eq!(get(&freed, "wake"), second.call);
    let next = step(woken(second.call, Waker::Call));
    assert_eq!(get(&next, "action.type"), "send");
    assert!(get(&next, "wake").is_null());
}

#[wasm_bindgen_test]
fn a_response_determines_how_long_the_wait_will_be() {
    let scope = new_scope();
    let first = limited(scope);
    let response = js("new Response('', { status: 400 })").unchecked_into();
    step(responded(first.call, response));
    step(read(first.call, BodyEnd::Whole, &JsValue::UNDEFINED));
    let second = limited(scope);
    assert_eq!(get(&second.step, "action.reason"), "rateLimit");
    let ms = number(&second.step, "action.ms");
    assert!(ms > 59_000.0 && ms < 60_001.0, "{ms}");
    assert_eq!(number(&second.step, "action.noticeMs"), ms);
    // The caller was notified once; waking the call for nothing does not notify it again.
    let again = step(woken(second.call, Waker::Call));
    assert_eq!(get(&again, "action.type"), "wait");
    assert!(get(&again, "action.reason").is_null() && get(&again, "action.noticeMs").is_null());
    assert_eq!(get(&step(woken(second.call, Waker::Timer)), "action.type"), "send");
}

#[wasm_bindgen_test]
async fn a_retry_waits_for_its_backoff() {
    let settings = settings(new_scope(), "retryUnknown: true, maxRetries: 1");
    let responses = ["() => new Response('', { status: 500 })"; 2];
    let run = run(&settings, &responses).await;
    let waits: Vec<_> = run.actions.iter().filter(|action| action.contains("wait")).collect();
    let first = js(waits.first().unwrap());
    assert_eq!(get(&first, "reason"), "retry");
    assert!((0.0..500.0).contains(&number(&first, "ms")));
    assert!((number(&first, "ms") - number(&first, "noticeMs")).abs() < 0.001);
    // A call whose timer is a little early waits for the rest without notifying anybody.
    assert!(waits.iter().skip(1).all(|wait| get(&js(wait), "reason").is_null()), "{waits:?}");
    assert_eq!(get(&run.report.unwrap(), "attempts.length"), 2);
}

#[wasm_bindgen_test]
async fn a_429_waits_as_long_as_the_server_says() {
    let limited = "() => Response.json({ code: 'RATE_LIMIT_EXCEEDED', retryAfter: 7 },
        { status: 429, headers: { 'Retry-After': '5' } })";
    for requests in ["requests: 0", "requests: 60"] {
        let settings = settings(new_scope(), &format!("maxRetries: 1, {requests}"));
        let run = run(&settings, &[limited, "() => new Response('', { status: 404 })"]).await;
        let kinds: Vec<_> = run.actions.iter().map(|action| get(&js(action), "type")).collect();
        assert_eq!(kinds, ["send", "read", "wait", "send", "read"], "{:?}", run.actions);
        let ms = number(&js(&run.actions[2]), "ms");
        assert!((6999.0..7001.0).contains(&ms), "{ms}");
        let reason = if requests == "requests: 0" { "retry" } else { "rateLimit" };
        assert_eq!(get(&js(&run.actions[2]), "reason"), reason);
        let report = run.report.unwrap();
        assert_eq!(json(&get(&report, "retryAfter")), "null");
        assert_eq!(get(&report, "attempts.0.code"), "HTTP_429");
    }
}

#[wasm_bindgen_test]
fn the_length_of_a_wait_is_null_if_it_depends_on_a_response() {
    let many = settings(new_scope(), "requests: 60");
    let first = begin(&many, &js("body()"));
    let limited = || js("new Response('', { status: 429 })").unchecked_into();
    step(responded(first.call, limited()));
    let waits = step(read(first.call, BodyEnd::Whole, &js("{ retryAfter: 2 }")));
    assert_eq!(get(&waits, "action.type"), "wait");
    assert_eq!(get(&step(woken(first.call, Waker::Timer)), "action.type"), "send");
    // Somebody else uses the key too: one request tries, the others wait for its response.
    let second = begin(&many, &js("body()"));
    assert_eq!(get(&second.step, "action.reason"), "rateLimit");
    assert!(get(&second.step, "action.noticeMs").is_null(), "{}", json(&second.step));
    assert!(get(&second.step, "wake").is_null());
    let response = js("new Response('', { status: 404 })").unchecked_into();
    assert!(get(&step(responded(first.call, response)), "wake").is_null());
    let rejected = step(read(first.call, BodyEnd::Whole, &js("undefined")));
    assert_eq!(get(&rejected, "action.type"), "reject");
    assert_eq!(get(&rejected, "wake"), second.call);
    assert_eq!(get(&step(woken(second.call, Waker::Call)), "action.type"), "send");
}

#[wasm_bindgen_test]
fn a_wait_past_the_deadline_rejects_immediately() {
    let scope = new_scope();
    assert_eq!(get(&limited(scope).step, "action.type"), "send");
    let late = begin(&settings(scope, "requests: 1, deadlineMs: 1000"), &js("body()"));
    assert_eq!(get(&late.step, "action.report.class"), "APIConnectionTimeoutError");
    assert_eq!(get(&late.step, "action.report.outcome"), "notSent");
    assert_eq!(json(&get(&late.step, "action.report.attempts")), "[]");
}
