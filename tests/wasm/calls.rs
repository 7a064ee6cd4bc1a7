//! The steps of a call as JavaScript has them, and how it ends without a complete response.

use super::exports::{read, start};
use carecycle_custom_fields::js::{
    BodyEnd, Failure, Waker, aborted, failed, responded, timed_out, woken,
};
use js_sys::Object;
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;

use super::driver::{Started, begin, new_scope, run, settings, step};
use super::javascript::{ID, get, js, json};

/// A call that was sent.
fn sent(more: &str) -> u32 {
    let Started { call, step, .. } = begin(&settings(new_scope(), more), &js("body()"));
    assert_eq!(get(&step, "action.type"), "send");
    call
}

/// A call that reads the body of a response, which is JSON by its content type.
fn reading(status: u16) -> u32 {
    reading_of(status, "application/json")
}

fn reading_of(status: u16, content_type: &str) -> u32 {
    let call = sent("maxRetries: 0");
    let response = js(&format!(
        "new Response('', {{ status: {status}, headers: {{ 'Content-Type': '{content_type}' }} }})"
    ));
    let reading = step(responded(call, response.unchecked_into()));
    assert_eq!(get(&reading, "action.type"), "read");
    call
}

/// `class code outcome status attempts` of a step that rejects.
fn rejection(step: &JsValue) -> String {
    assert_eq!(get(step, "action.type"), "reject", "{}", json(step));
    let report = get(step, "action.report");
    let status = get(&report, "status").as_f64().map_or("null".into(), |status| status.to_string());
    let attempts = get(&report, "attempts.length").as_f64().unwrap();
    let [class, code, outcome] =
        ["class", "code", "outcome"].map(|name| get(&report, name).as_string().unwrap());
    format!("{class} {code} {outcome} {status} {attempts}")
}

#[wasm_bindgen_test]
fn a_valid_request_is_sent_within_its_timeout() {
    let started = begin(&settings(new_scope(), "timeoutMs: 1234.5"), &js("body()"));
    assert!(started.call > 0);
    let expected = r#"{"action":{"type":"send","withinMs":1234.5},"wake":null}"#;
    assert_eq!(json(&started.step), expected);
    let first = begin(&settings(new_scope(), "deadlineMs: 50"), &js("body()"));
    let within_ms = get(&first.step, "action.withinMs").as_f64().unwrap();
    assert!((within_ms - 50.0).abs() < 0.001, "{within_ms}");
}

#[wasm_bindgen_test]
fn calls_have_numbers_of_their_own() {
    let [one, other] = [sent(""), sent("")];
    assert!(one > 0 && other > one);
}

#[wasm_bindgen_test]
fn the_steps_of_a_call_that_resolves_are_plain_objects() {
    let call = sent("");
    let response = js("new Response('', { status: 201 })").unchecked_into();
    let reading = step(responded(call, response));
    let expected = r#"{"action":{"type":"read","maxBytes":8388608},"wake":null}"#;
    assert_eq!(json(&reading), expected);
    let json_value = js("{ id: ID, createdAt: null, updatedAt: null, fieldDefinitionId: ID,
        recordId: ID, recordType: 'customers', textValue: 'a', numberValue: null,
        booleanValue: null, dateValue: null, selectValue: null, multiSelectValue: ['b'] }");
    let done = step(read(call, BodyEnd::Whole, &json_value));
    assert_eq!(json(&done), r#"{"action":{"type":"resolve"},"wake":null}"#);
    let prototype = Object::get_prototype_of(&get(&done, "action"));
    assert_eq!(prototype, Object::get_prototype_of(&js("{}")));
}

#[wasm_bindgen_test]
fn an_invalid_request_rejects_at_its_first_step() {
    let body = js("body({ textValue: 5, '\\ud800': 1 })");
    let started = start(&settings(new_scope(), ""), &"x".into(), &body).unwrap().js_value();
    assert_eq!(get(&started, "call"), 0);
    let report = get(&started, "step.action.report");
    let expected = r#"{"class":"ValidationError","code":"VALIDATION_ERROR","outcome":"notSent","message":"The request is invalid; nothing was sent","status":null,"retryAfter":null,"#;
    let text = json(&report);
    assert!(text.starts_with(expected), "{text}");
    assert!(text.ends_with(r#"],"attempts":[]}"#), "{text}");
    assert!(get(&started, "step.wake").is_null());
    for (index, path) in [r#"["id"]"#, r#"["textValue"]"#, r#"["\ud800"]"#].iter().enumerate() {
        assert_eq!(json(&get(&report, &format!("errors.{index}.path"))), *path);
    }
    let issue = r#"{"path":["textValue"],"message":"Invalid input: expected string, received number","expected":"string","received":"number","code":"invalid_type"}"#;
    assert_eq!(json(&get(&report, "errors.1")), issue);
}

#[wasm_bindgen_test]
fn a_call_without_a_response_says_whether_anything_was_sent() {
    let more = "maxRetries: 0";
    let fails = |more: &str, how| failed(sent(more), how, &JsValue::UNDEFINED);
    for (end, expected) in [
        (fails(more, Failure::Lost), "APIConnectionError CONNECTION unknown null 1"),
        (fails(more, Failure::NotSent), "APIConnectionError CONNECTION notSent null 1"),
        (fails("", Failure::Untrusted), "APIConnectionError CONNECTION notSent null 1"),
        (fails(more, Failure::TimedOut), "APIConnectionTimeoutError TIMEOUT unknown null 1"),
        (timed_out(sent(more)), "APIConnectionTimeoutError TIMEOUT unknown null 1"),
        (aborted(sent(more), true), "APIUserAbortError ABORTED unknown null 1"),
        (aborted(sent(more), false), "APIUserAbortError ABORTED notSent null 0"),
    ] {
        assert_eq!(rejection(&step(end)), expected);
    }
}

#[wasm_bindgen_test]
fn a_failure_names_the_code_of_the_platform() {
    for (code, expected) in [
        (JsValue::from("ENOTFOUND"), "No connection to the server (ENOTFOUND); nothing was sent"),
        (JsValue::UNDEFINED, "No connection to the server; nothing was sent"),
    ] {
        let step = step(failed(sent("maxRetries: 0"), Failure::NotSent, &code));
        assert_eq!(get(&step, "action.report.message"), expected);
    }
}

#[wasm_bindgen_test]
fn a_call_whose_response_is_incomplete_says_what_its_status_means() {
    let nothing = JsValue::UNDEFINED;
    for (end, expected) in [
        (
            read(reading(201), BodyEnd::Lost, &nothing),
            "APIConnectionError CONNECTION created 201 1",
        ),
        (
            read(reading(200), BodyEnd::TooBig, &nothing),
            "UnexpectedResponseError UNEXPECTED_RESPONSE created 200 1",
        ),
        (timed_out(reading(200)), "APIConnectionTimeoutError TIMEOUT created 200 1"),
        (aborted(reading(200), true), "APIUserAbortError ABORTED created 200 1"),
        (aborted(reading_of(200, "text/html"), true), "APIUserAbortError ABORTED unknown 200 1"),
        (timed_out(reading_of(200, "")), "APIConnectionTimeoutError TIMEOUT unknown 200 1"),
        (
            read(reading_of(200, "Text/HTML"), BodyEnd::Whole, &nothing),
            "UnexpectedResponseError UNEXPECTED_RESPONSE unknown 200 1",
        ),
        (
            read(reading(200), BodyEnd::Empty, &nothing),
            "UnexpectedResponseError UNEXPECTED_RESPONSE unknown 200 1",
        ),
        (
            read(reading_of(200, "Application/JSON; a=b"), BodyEnd::Whole, &nothing),
            "UnexpectedResponseError UNEXPECTED_RESPONSE created 200 1",
        ),
        (aborted(reading(503), true), "APIUserAbortError ABORTED unknown 503 1"),
        (timed_out(reading(404)), "APIConnectionTimeoutError TIMEOUT rejected 404 1"),
        (read(reading(404), BodyEnd::Lost, &nothing), "NotFoundError HTTP_404 rejected 404 1"),
        (
            read(reading(422), BodyEnd::TooBig, &nothing),
            "ValidationError VALIDATION_ERROR rejected 422 1",
        ),
    ] {
        assert_eq!(rejection(&step(end)), expected);
    }
}

#[wasm_bindgen_test]
fn reports_in_a_wrong_order_reject_only_their_call() {
    let other = sent("");
    let call = sent("");
    let wrong = step(read(call, BodyEnd::Whole, &JsValue::NULL));
    assert_eq!(rejection(&wrong), "CareCycleError CRASHED unknown null 0");
    for gone in [call, 0, u32::MAX] {
        let wrong = step(woken(gone, Waker::Timer));
        assert!(rejection(&wrong).starts_with("CareCycleError CRASHED"), "{gone}");
    }
    let response = js("new Response('', { status: 200 })").unchecked_into();
    assert_eq!(get(&step(responded(other, response)), "action.type"), "read");
}

#[wasm_bindgen_test]
async fn a_documented_response_of_the_platform_resolves_the_call() {
    let response = "() => Response.json({ id: ID, createdAt: null, updatedAt: null,
        fieldDefinitionId: ID, recordId: ID, recordType: 'customers', textValue: null,
        numberValue: '1.50', booleanValue: null, dateValue: null, selectValue: null,
        multiSelectValue: null, added: {} })";
    let run = run(&settings(new_scope(), ""), &[response]).await;
    assert!(run.report.is_none());
    assert_eq!(
        run.actions,
        [r#"{"type":"send","withinMs":30000}"#, r#"{"type":"read","maxBytes":8388608}"#]
    );
    assert_eq!(get(&run.value, "recordId"), ID);
    assert_eq!(get(&run.value, "numberValue"), "1.50");
}

#[wasm_bindgen_test]
async fn each_attempt_is_listed_in_the_report() {
    let settings = settings(new_scope(), "retryUnknown: true");
    let responses = [
        "() => Promise.reject(new TypeError('secret'))",
        "() => Response.json({ code: 'INTERNAL_ERROR', message: 'secret' }, { status: 503 })",
        "() => Response.json({ code: 'NOT_FOUND', message: 'secret' }, { status: 404 })",
    ];
    let run = run(&settings, &responses).await;
    let report = run.report.unwrap();
    let attempts = r#"[{"code":"CONNECTION","outcome":"unknown","status":null},{"code":"HTTP_503","outcome":"unknown","status":503},{"code":"HTTP_404","outcome":"rejected","status":404}]"#;
    assert_eq!(json(&get(&report, "attempts")), attempts);
    // The first attempts may have created the value.
    let step = js("{ action: { type: 'reject' } }");
    js_sys::Reflect::set(&get(&step, "action"), &"report".into(), &report).unwrap();
    assert_eq!(rejection(&step), "NotFoundError HTTP_404 unknown 404 3");
    assert!(!json(&report).contains("secret"));
    assert!(!json(&report).contains(ID));
}
