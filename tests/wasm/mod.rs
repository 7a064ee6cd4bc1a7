//! The boundary inside a real JavaScript engine, with a stub fetch.

use carecycle_custom_fields::js::{create, parse, settle, uuid, validate};
use carecycle_custom_fields::validation::is_documented_uuid;
use js_sys::{Array, Function, Object, Promise, Reflect, RegExp};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::wasm_bindgen_test;

const ID: &str = "497f6eca-6276-4993-bfeb-53cbbbba6f08";
const PATTERN: &str = "^([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[1-8][0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}|00000000-0000-0000-0000-000000000000|ffffffff-ffff-ffff-ffff-ffffffffffff)$";

/// In place of the package's own host, which the Node tests cover.
const HOST: &str = "(settle, log, script) => {
    let resolve, reject;
    const promise = new Promise((a, b) => { resolve = a; reject = b });
    let timer;
    const next = (id) => {
        const [how, value, retryAfter] = script.shift() ?? [0];
        setTimeout(() => settle(id, how, value, retryAfter ?? NaN), 1);
    };
    return {
        promise, resolve, reject,
        pause(id, ms, wait, least) {
            log.push(['pause', wait, least > 0]);
            clearTimeout(timer);
            timer = setTimeout(() => settle(id, 5, undefined, NaN), ms);
        },
        send(id, path, body, ms) { log.push(['send', path, body, ms > 0]); clearTimeout(timer); next(id) },
        receive(id) { next(id) },
    };
}";

fn js(code: &str) -> JsValue {
    let function = Function::new_no_args(&format!("return ({code})"));
    function.call0(&JsValue::UNDEFINED).unwrap()
}

fn get(object: &JsValue, name: &str) -> JsValue {
    Reflect::get(object, &name.into()).unwrap()
}

fn body() -> JsValue {
    js(&format!("{{ fieldDefinitionId: '{ID}', textValue: 'x' }}"))
}

/// Runs one call against the script of a host: what `settle` is told, in order.
async fn run(script: &str, scope: &str, requests: u32) -> (Result<JsValue, JsValue>, Array) {
    let told = Closure::<dyn FnMut(u32, u32, JsValue, f64)>::new(settle).into_js_value();
    let log = Array::new();
    let make: Function = js(HOST).unchecked_into();
    let host = make.call3(&JsValue::UNDEFINED, &told, &log, &js(script)).unwrap();
    let promise: Promise = get(&host, "promise").unchecked_into();
    let (id, scope) = (ID.into(), scope.into());
    let host = host.unchecked_into();
    create(host, &id, &body(), false, scope, requests, 50.0, 1e3, 5e3, 2, false);
    (JsFuture::from(promise).await, log)
}

fn answer(status: u16) -> String {
    format!("[0, new Response('', {{ status: {status} }})]")
}

const DOCUMENTED: &str = "{ id: '497f6eca-6276-4993-bfeb-53cbbbba6f08', createdAt: null, updatedAt: null,
    fieldDefinitionId: '497f6eca-6276-4993-bfeb-53cbbbba6f08', recordId: '497f6eca-6276-4993-bfeb-53cbbbba6f08',
    recordType: 'customers', textValue: 'x', numberValue: null, booleanValue: null, dateValue: null,
    selectValue: null, multiSelectValue: null }";

/// Class, outcome, and how many attempts there were.
async fn error(script: &str) -> (String, String, u32) {
    let report: Array = run(script, "alone", 0).await.0.unwrap_err().unchecked_into();
    let parts: Array = report.get(0).unchecked_into();
    let text = |index| parts.get(index).as_string().unwrap();
    (text(0), text(3), report.get(1).unchecked_into::<Array>().length())
}

fn codes(id: &JsValue, body: &JsValue) -> Vec<String> {
    let issues: Array = validate(id, body, false).unchecked_into();
    issues.iter().map(|issue| issue.unchecked_into::<Array>().get(4).as_string().unwrap()).collect()
}

#[wasm_bindgen_test]
fn agrees_with_the_regexp_of_the_documentation() {
    let pattern = RegExp::new(PATTERN, "");
    let mut compared = 0;
    for version in "0123456789abcdef".chars() {
        for variant in "0123456789abcdefAB".chars() {
            let id = format!("497f6eca-6276-{version}993-{variant}feb-53cbbbba6f08");
            let shapes = [id.clone(), id.to_uppercase(), format!("{id}\n")];
            for id in shapes {
                assert_eq!(is_documented_uuid(&id), pattern.test(&id), "{id:?}");
                compared += 1;
            }
        }
    }
    for id in [
        "00000000-0000-0000-0000-000000000000",
        "ffffffff-ffff-ffff-ffff-ffffffffffff",
        "FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF",
        "Ffffffff-ffff-ffff-ffff-ffffffffffff",
        "urn:uuid:497f6eca-6276-4993-bfeb-53cbbbba6f08",
        "{497f6eca-6276-4993-bfeb-53cbbbba6f08}",
        "497f6eca62764993bfeb53cbbbba6f08",
        " 497f6eca-6276-4993-bfeb-53cbbbba6f08",
        "٤97f6eca-6276-4993-bfeb-53cbbbba6f0",
        "",
    ] {
        assert_eq!(is_documented_uuid(id), pattern.test(id), "{id:?}");
    }
    assert!(compared >= 720);
}

#[wasm_bindgen_test]
fn finds_nothing_wrong_with_a_documented_request() {
    assert_eq!(codes(&ID.into(), &body()), [""; 0]);
}

#[wasm_bindgen_test]
fn survives_getters_and_proxies_that_throw() {
    let getter = js(&format!(
        "{{ fieldDefinitionId: '{ID}', get textValue() {{ throw new Error('no') }} }}"
    ));
    assert_eq!(codes(&ID.into(), &getter), ["custom"]);
    let revoked = js("(() => { const p = Proxy.revocable({}, {}); p.revoke(); return p.proxy })()");
    assert_eq!(codes(&ID.into(), &revoked), ["custom"]);
    assert_eq!(codes(&revoked, &body()), ["custom"]);
    let endless = js(&format!(
        "{{ fieldDefinitionId: '{ID}', multiSelectValue: new Proxy([], {{ get: (t, k) => k === 'length' ? 2 ** 32 : 'x' }}) }}"
    ));
    assert_eq!(codes(&ID.into(), &endless), ["too_big"]);
}

#[wasm_bindgen_test]
fn reads_each_property_once() {
    let counting = js(&format!(
        "(() => {{ const reads = {{}}; const o = {{ fieldDefinitionId: '{ID}', textValue: 'x' }};
           const p = new Proxy(o, {{ get: (t, k) => {{ reads[k] = (reads[k] ?? 0) + 1; return t[k] }} }});
           return {{ p, reads }} }})()"
    ));
    assert_eq!(codes(&ID.into(), &get(&counting, "p")), [""; 0]);
    let reads = get(&counting, "reads");
    for key in Object::keys(reads.unchecked_ref::<Object>()).iter() {
        assert_eq!(Reflect::get(&reads, &key).unwrap().as_f64(), Some(1.0), "{key:?}");
    }
}

#[wasm_bindgen_test]
fn refuses_a_lone_surrogate_and_keeps_a_replacement_character() {
    let lone = js(&format!("{{ fieldDefinitionId: '{ID}', textValue: 'a\\ud800' }}"));
    assert_eq!(codes(&ID.into(), &lone), ["invalid_format"]);
    let replacement = js(&format!("{{ fieldDefinitionId: '{ID}', textValue: 'a\\ufffd' }}"));
    assert_eq!(codes(&ID.into(), &replacement), [""; 0]);
}

#[wasm_bindgen_test]
fn parses_a_body_into_documented_keys_alone() {
    let parsed = parse(&body());
    assert_eq!(get(&parsed, "textValue").as_string().as_deref(), Some("x"));
    assert!(Array::is_array(&parse(&JsValue::NULL)));
}

#[wasm_bindgen_test]
async fn sends_a_request_and_resolves_to_the_answers_own_object() {
    let (result, log) = run(&format!("[{}, [0, {DOCUMENTED}]]", answer(201)), "a", 60).await;
    assert_eq!(get(&result.unwrap(), "textValue").as_string().as_deref(), Some("x"));
    let sent: Array = log.get(0).unchecked_into();
    let path = format!("/v2/customers/{ID}/custom-fields");
    assert_eq!(sent.get(1).as_string(), Some(path));
    let body = format!("{{\"fieldDefinitionId\":\"{ID}\",\"textValue\":\"x\"}}");
    assert_eq!(sent.get(2).as_string(), Some(body));
}

#[wasm_bindgen_test]
async fn tells_apart_how_a_request_ended() {
    for (how, class, outcome) in [
        (3, "APIConnectionError", "unknown"),
        (5, "APIConnectionTimeoutError", "unknown"),
        (7, "APIUserAbortError", "unknown"),
    ] {
        assert_eq!(error(&format!("[[{how}]]")).await, (class.into(), outcome.into(), 1));
    }
    assert_eq!(error("[[6]]").await, ("APIUserAbortError".into(), "notSent".into(), 0));
}

#[wasm_bindgen_test]
async fn tells_apart_how_a_body_ended() {
    for (how, class) in [
        (1, "UnexpectedResponseError"),
        (3, "APIConnectionError"),
        (5, "APIConnectionTimeoutError"),
        (7, "APIUserAbortError"),
        (0, "UnexpectedResponseError"),
    ] {
        let found = error(&format!("[{}, [{how}]]", answer(200))).await;
        assert_eq!(found, (class.into(), "created".into(), 1));
    }
    let found = error(&format!("[{}, [0, {{ code: 'X' }}]]", answer(503))).await;
    assert_eq!(found, ("InternalServerError".into(), "unknown".into(), 1));
}

#[wasm_bindgen_test]
async fn tries_again_after_a_429_and_waits_for_a_slot() {
    let limited = format!("{}, [0, {{ retryAfter: 0.02 }}]", answer(429));
    let script = format!("[{limited}, {}, [0, {DOCUMENTED}]]", answer(200));
    let (result, log) = run(&script, "b", 60).await;
    result.unwrap();
    let what = |index| log.get(index).unchecked_into::<Array>().get(0).as_string().unwrap();
    assert_eq!((what(0), what(1), log.length()), ("send".into(), "pause".into(), 3));
    // The same scope: the next call waits for the slots that the first one took.
    let (result, log) = run(&format!("[{}, [0, {DOCUMENTED}]]", answer(200)), "b", 1).await;
    result.unwrap();
    assert_eq!(log.get(0).unchecked_into::<Array>().get(1).as_f64(), Some(1.0));
}

#[wasm_bindgen_test]
fn makes_random_uuids() {
    let (one, other) = (uuid(), uuid());
    assert!(is_documented_uuid(&one) && is_documented_uuid(&other));
    assert_eq!(one.as_bytes()[14], b'4');
    assert_ne!(one, other);
}
