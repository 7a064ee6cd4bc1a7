//! Reading a response: its `Retry-After`, its status, its JSON.

use super::exports::{read, read_of_own_backend};
use carecycle_custom_fields::js::{BodyEnd, responded};
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;

use super::driver::{Run, begin, new_scope, run, settings, step};
use super::javascript::{get, js, json};

/// The report after a response with a body of JSON.
fn report(response: &str, json: &str) -> JsValue {
    let call = begin(&settings(new_scope(), "maxRetries: 0"), &js("body()")).call;
    let next = step(responded(call, js(response).unchecked_into()));
    assert_eq!(get(&next, "action.type"), "read", "{response}");
    get(&step(read(call, BodyEnd::Whole, &js(json))), "action.report")
}

/// What a body of the page's own backend, whose status is this, says of the value; the report's code.
fn told_by_backend(status: u16, json: &str) -> (String, String) {
    let call = begin(&settings(new_scope(), "maxRetries: 0"), &js("body()")).call;
    let response = format!("new Response('', {{ status: {status} }})");
    step(responded(call, js(&response).unchecked_into()));
    let next = step(read_of_own_backend(call, BodyEnd::Whole, &js(json)));
    let report = get(&next, "action.report");
    let text = |path| get(&report, path).as_string().unwrap();
    (text("outcome"), text("code"))
}

/// `Date.now()` stands still as long as it lives.
struct FixedDate;

impl FixedDate {
    fn new(now: &str) -> FixedDate {
        js(&format!("(globalThis.realNow = Date.now, Date.now = () => Date.parse('{now}'))"));
        FixedDate
    }
}

impl Drop for FixedDate {
    fn drop(&mut self) {
        js("(Date.now = globalThis.realNow, delete globalThis.realNow)");
    }
}

/// The report's `retryAfter` for a header and a body.
fn retry_after(header: &str, body: &str) -> Option<f64> {
    let response = format!("new Response('', {{ status: 429, headers: {{ {header} }} }})");
    get(&report(&response, body), "retryAfter").as_f64()
}

#[wasm_bindgen_test]
fn retry_after_may_be_seconds() {
    for (header, seconds) in [
        ("'5'", Some(5.0)),
        ("'0'", Some(0.0)),
        ("'1.5'", Some(1.5)),
        ("' 7 '", Some(7.0)),
        ("'86400'", Some(86_400.0)),
        ("'86401'", None),
        ("'-1'", None),
    ] {
        assert_eq!(retry_after(&format!("'Retry-After': {header}"), "{}"), seconds, "{header}");
    }
}

#[wasm_bindgen_test]
fn retry_after_may_be_a_date() {
    let _date = FixedDate::new("2026-11-25T12:00:00.500Z");
    for (header, seconds) in [
        ("Wed, 25 Nov 2026 12:00:30 GMT", Some(30.0)),
        ("Wed, 25 Nov 2026 12:00:01 GMT", Some(1.0)),
        ("Wednesday, 25-Nov-26 12:01:00 GMT", Some(60.0)),
        ("Wed, 25 Nov 2026 11:00:00 GMT", Some(0.0)),
        ("Wed, 25 Nov 2099 12:00:00 GMT", None),
        ("Wed, 25 Foo 2026 12:00:30 GMT", None),
    ] {
        assert_eq!(retry_after(&format!("'retry-after': '{header}'"), "{}"), seconds, "{header}");
    }
}

#[wasm_bindgen_test]
fn a_date_is_compared_with_the_responses_own() {
    let _date = FixedDate::new("2026-11-25T12:00:00.500Z");
    for (date, seconds) in [
        ("Wed, 25 Nov 2026 13:00:00 GMT", Some(30.0)),
        ("Wed, 25 Nov 2026 13:00:31 GMT", Some(0.0)),
        ("whenever", Some(3630.0)),
        ("", Some(3630.0)),
    ] {
        let headers = format!("'Retry-After': 'Wed, 25 Nov 2026 13:00:30 GMT', 'Date': '{date}'");
        assert_eq!(retry_after(&headers, "{}"), seconds, "{date}");
    }
}

#[wasm_bindgen_test]
fn nonsense_as_retry_after_is_ignored() {
    for header in
        ["soon", "5 seconds", "NaN", "Infinity", "1e400", "1, 2", "2026-11-25", "GMT", "é"]
    {
        assert_eq!(retry_after(&format!("'Retry-After': '{header}'"), "{}"), None, "{header}");
    }
    assert_eq!(retry_after("", "{}"), None);
}

#[wasm_bindgen_test]
fn the_longer_wait_of_header_and_body_counts() {
    let header = "'Retry-After': '5'";
    for (body, seconds) in [
        ("{ retryAfter: 3 }", 5.0),
        ("{ retryAfter: 9 }", 9.0),
        ("{ retryAfter: '9' }", 5.0),
        ("{ retryAfter: NaN }", 5.0),
        ("{ retryAfter: null }", 5.0),
        ("{ get retryAfter() { throw 1; } }", 5.0),
        ("[9]", 5.0),
        ("undefined", 5.0),
    ] {
        assert_eq!(retry_after(header, body), Some(seconds), "{body}");
    }
    assert_eq!(retry_after("", "{ retryAfter: 60 }"), Some(60.0));
}

#[wasm_bindgen_test]
fn a_redirect_is_not_read() {
    let zero = "Object.defineProperty(new Response(''), 'status', { value: 0 })";
    let responses = [300, 301, 302, 303, 304, 307, 308, 399]
        .map(|status| (status, format!("new Response(null, {{ status: {status} }})")));
    for (status, response) in responses.into_iter().chain([(0, zero.into())]) {
        let call = begin(&settings(new_scope(), ""), &js("body()")).call;
        let next = step(responded(call, js(&response).unchecked_into()));
        assert_eq!(get(&next, "action.type"), "reject", "{status}");
        let report = get(&next, "action.report");
        assert_eq!(get(&report, "class"), "UnexpectedResponseError");
        // A 303 sends a client to what it has done, and a hidden status may be one.
        let outcome = if matches!(status, 0 | 303) { "unknown" } else { "rejected" };
        assert_eq!(get(&report, "outcome"), outcome);
        assert_eq!(get(&report, "status"), status);
    }
}

#[wasm_bindgen_test]
fn a_code_in_the_body_outweighs_the_status_of_a_4xx() {
    for (status, body, class) in [
        (400, "{ code: 'NOT_FOUND' }", "NotFoundError"),
        (418, "{ code: 'RATE_LIMIT_EXCEEDED' }", "RateLimitError"),
        (401, "{ code: 'FORBIDDEN' }", "PermissionDeniedError"),
        (503, "{ code: 'NOT_FOUND' }", "InternalServerError"),
        (404, "{ code: 5 }", "NotFoundError"),
        (404, "{ code: '\\ud800' }", "NotFoundError"),
        (404, "{ code: 'A'.repeat(1e6) }", "NotFoundError"),
        (400, "{ get code() { throw 1; } }", "BadRequestError"),
        (422, "[{ code: 'NOT_FOUND' }]", "ValidationError"),
        (418, "Object.assign([], { code: 'NOT_FOUND' })", "APIError"),
        (418, "Object.assign(() => 1, { code: 'NOT_FOUND' })", "APIError"),
        (403, "'NOT_FOUND'", "PermissionDeniedError"),
        (403, "null", "PermissionDeniedError"),
        (403, "undefined", "PermissionDeniedError"),
        (599, "{}", "InternalServerError"),
    ] {
        let report = report(&format!("new Response('', {{ status: {status} }})"), body);
        assert_eq!(get(&report, "class"), class, "{status} {body}");
        assert_eq!(get(&report, "status"), status);
    }
}

const OUTCOMES: [&str; 4] = ["notSent", "rejected", "unknown", "created"];

#[wasm_bindgen_test]
fn the_pages_own_backend_may_state_the_four_outcomes_on_any_status_but_a_2xx() {
    for outcome in OUTCOMES {
        let body = format!("{{ outcome: '{outcome}' }}");
        for status in [400, 401, 403, 404, 408, 409, 413, 422, 429, 500, 502, 504, 599] {
            assert_eq!(told_by_backend(status, &body).0, outcome, "{status}");
        }
        for status in [200, 201, 299] {
            assert_eq!(told_by_backend(status, &body).0, "unknown", "{status} {outcome}");
        }
        // The API itself is not.
        let response = "new Response('', { status: 400 })";
        assert_eq!(get(&report(response, &body), "outcome"), "rejected", "{outcome}");
    }
}

#[wasm_bindgen_test]
fn the_pages_own_backend_may_state_no_other_outcome() {
    for body in [
        "{ outcome: 'NotSent' }",
        "{ outcome: 'notSent ' }",
        "{ outcome: 'created\\0' }",
        "{ outcome: '' }",
        "{ outcome: 0 }",
        "{ outcome: null }",
        "{ outcome: ['created'] }",
        "{ outcome: new String('created') }",
        "{ outcome: { toString: () => 'created' } }",
        "{ get outcome() { throw 1; } }",
        "{ Outcome: 'created' }",
        "{ error: { outcome: 'created' } }",
        "[{ outcome: 'created' }]",
        "Object.assign([], { outcome: 'created' })",
        "'created'",
        "null",
        "undefined",
    ] {
        assert_eq!(told_by_backend(400, body).0, "rejected", "{body}");
        assert_eq!(told_by_backend(502, body).0, "unknown", "{body}");
    }
}

#[wasm_bindgen_test]
fn a_backends_configuration_code_counts_only_beside_an_outcome() {
    let body = "{ code: 'CONFIGURATION', outcome: 'notSent' }";
    assert_eq!(told_by_backend(500, body).1, "CONFIGURATION");
    assert_eq!(told_by_backend(500, "{ code: 'CONFIGURATION' }").1, "HTTP_500");
    assert_eq!(told_by_backend(500, "{ code: 'OTHER', outcome: 'notSent' }").1, "HTTP_500");
    let response = "new Response('', { status: 500 })";
    assert_eq!(get(&report(response, body), "code"), "HTTP_500");
}

/// How a call ends whose attempt got a 200 with this JSON as its text.
async fn ends_with(text: &str) -> Run {
    let headers = "{ headers: { 'content-type': 'application/json' } }";
    let response = format!("() => new Response({text}, {headers})");
    run(&settings(new_scope(), ""), &[&response]).await
}

#[wasm_bindgen_test]
async fn a_success_without_a_documented_object_is_unexpected() {
    let named = "\"recordId\":\"' + ID + '\",\"fieldDefinitionId\":\"' + ID + '\"";
    let no_id = format!("'{{{named}}}'");
    let wrong_id = format!("'{{\"id\":5,{named}}}'");
    let wrong_date = format!("'{{\"id\":\"' + ID + '\",\"createdAt\":true,{named}}}'");
    let (created, unknown) = ("The value was created", "The status means success");
    for (text, what, why) in [
        ("'[]'", unknown, "does not match the request"),
        ("'[{\"id\":\"' + ID + '\"}]'", unknown, "does not match the request"),
        ("'\"text\"'", unknown, "does not match the request"),
        ("'null'", unknown, "does not match the request"),
        ("'5'", unknown, "does not match the request"),
        ("'{}'", unknown, "does not match the request"),
        ("''", unknown, "is empty"),
        (&no_id, created, "has an undocumented id: received undefined"),
        (&wrong_id, created, "has an undocumented id: received number"),
        (&wrong_date, created, "has an undocumented createdAt: received boolean"),
        ("'<html>'", created, "is not complete JSON"),
        ("'{\"id\":'", created, "is not complete JSON"),
    ] {
        let report = ends_with(text).await.report.unwrap();
        assert_eq!(get(&report, "class"), "UnexpectedResponseError", "{text}");
        let outcome = if what == created { "created" } else { "unknown" };
        assert_eq!(get(&report, "outcome"), outcome);
        let message = format!("{what}, but the response {why}");
        assert_eq!(get(&report, "message"), message.as_str());
    }
}

#[wasm_bindgen_test]
async fn a_lone_surrogate_in_a_response_reaches_the_caller_unchanged() {
    let text = "JSON.stringify({ id: ID, createdAt: null, updatedAt: null, fieldDefinitionId: ID,
        recordId: ID, recordType: 'customers', textValue: 'a\\ud800', numberValue: null,
        booleanValue: null, dateValue: null, selectValue: null, multiSelectValue: ['\\udfff'] })";
    let run = ends_with(text).await;
    assert!(run.report.is_none());
    assert_eq!(json(&get(&run.value, "textValue")), r#""a\ud800""#);
    assert_eq!(json(&get(&run.value, "multiSelectValue")), r#"["\udfff"]"#);
}

#[wasm_bindgen_test]
async fn a_body_that_breaks_off_after_a_2xx_is_created() {
    let broken = "() => new Response(new ReadableStream({
        start(controller) { controller.error(new Error('secret')); } }),
        { headers: { 'content-type': 'application/json' } })";
    let run = run(&settings(new_scope(), ""), &[broken]).await;
    let report = run.report.unwrap();
    assert_eq!(get(&report, "class"), "APIConnectionError");
    assert_eq!(get(&report, "outcome"), "created");
    assert_eq!(run.actions.len(), 2, "it is not sent again");
}

#[wasm_bindgen_test]
fn a_response_is_read_even_if_has_own_property_was_replaced() {
    for replacement in ["5", "undefined", "() => { throw new Error('replaced'); }"] {
        js(&format!(
            "(globalThis.realHasOwn = Object.prototype.hasOwnProperty,
            Object.prototype.hasOwnProperty = {replacement})"
        ));
        let report = report("new Response('', { status: 429 })", "{ retryAfter: 3 }");
        js(
            "(Object.prototype.hasOwnProperty = globalThis.realHasOwn, delete globalThis.realHasOwn)",
        );
        assert_eq!(get(&report, "class"), "RateLimitError", "{replacement}");
        assert_eq!(get(&report, "retryAfter").as_f64(), Some(3.0), "{replacement}");
    }
}

#[wasm_bindgen_test]
async fn each_response_is_judged_by_its_own_content_type() {
    for (content_type, outcome) in [
        ("application/json", "created"),
        ("text/html", "unknown"),
        ("application/json; charset=utf-8", "created"),
        ("", "unknown"),
        ("application/json", "created"),
    ] {
        let response = format!(
            "() => new Response('{{', {{ headers: {{ 'content-type': '{content_type}' }} }})"
        );
        let report = run(&settings(new_scope(), ""), &[&response]).await.report.unwrap();
        assert_eq!(get(&report, "outcome"), outcome, "{content_type}");
    }
}

#[wasm_bindgen_test]
async fn a_body_over_8_mb_is_too_big() {
    let report = ends_with("'a'.repeat(8 * 1024 * 1024 + 1)").await.report.unwrap();
    assert_eq!(get(&report, "class"), "UnexpectedResponseError");
    assert_eq!(get(&report, "message"), "The value was created, but the response is over 8 MB");
}
