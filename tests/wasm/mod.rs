//! The boundary inside a real JavaScript engine, with a stub fetch.

use carecycle_custom_fields::js::{create, settle, uuid, validate};
use carecycle_custom_fields::policy::{ErrorKind, Outcome};
use carecycle_custom_fields::validation::is_documented_uuid;
use js_sys::{Array, Function, Promise, Reflect, RegExp};
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
        promise, resolve, reject: (...parts) => reject(parts),
        pause(id, ms, wait, least) {
            log.push(['pause', wait, least > 0]);
            clearTimeout(timer);
            timer = setTimeout(() => settle(id, 5, undefined, NaN), Math.ceil(ms) + 1);
        },
        send(id, path, ms) { log.push(['send', path, ms > 0]); clearTimeout(timer); next(id) },
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

/// What the package's reader finds of a request with a text value.
fn found() -> String {
    format!("t{{tsuuuuu\n{ID}\n{ID}\n")
}

/// Runs one call against the script of a host: what `settle` is told, in order.
async fn run(script: &str, scope: u32, requests: u32) -> (Result<JsValue, JsValue>, Array) {
    let told = Closure::<dyn FnMut(u32, u32, JsValue, f64)>::new(settle).into_js_value();
    let log = Array::new();
    let make: Function = js(HOST).unchecked_into();
    let host = make.call3(&JsValue::UNDEFINED, &told, &log, &js(script)).unwrap();
    let promise: Promise = get(&host, "promise").unchecked_into();
    create(
        host.unchecked_into(),
        &found(),
        &Array::new(),
        false,
        scope,
        requests,
        50.0,
        1e3,
        5e3,
        2,
        false,
    );
    (JsFuture::from(promise).await, log)
}

fn answer(status: u16) -> String {
    format!("[0, new Response('', {{ status: {status} }})]")
}

/// What the package's reader finds of a documented answer.
fn documented() -> String {
    format!("[0, ['tnntttsnnnnn\\n{ID}\\n{ID}\\n{ID}\\ncustomers\\n', []]]")
}

/// Kind, outcome, and how many attempts there were.
async fn error(script: &str) -> (u32, u32, usize) {
    let report: Array = run(script, 0, 0).await.0.unwrap_err().unchecked_into();
    let number = |index| report.get(index).as_f64().unwrap() as u32;
    (number(0), number(1), report.get(6).as_string().unwrap().chars().count() / 3)
}

/// The issues' parts, five and the path each.
fn issues(found: &str, names: &str) -> Vec<String> {
    let issues: Array = validate(found, &js(names).unchecked_into(), false).unchecked_into();
    issues.iter().map(|part| part.as_string().unwrap()).collect()
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
    assert_eq!(issues(&found(), "[]"), [""; 0]);
    let all = format!("t{{tnsbss[ss]\n{ID}\n{ID}\n");
    assert_eq!(issues(&all, "[]"), [""; 0]);
}

#[wasm_bindgen_test]
fn names_each_thing_that_is_wrong_by_its_path() {
    let wrong = issues(&format!("t{{towbxx[so]+\nx\n{ID}\n"), "['Date', 'Map', 'textvalue']");
    let paths: Vec<_> = wrong.iter().filter(|part| !part.contains(' ')).collect();
    for part in ["id", "textValue", "Date", "numberValue", "dateValue", "multiSelectValue", "Map"] {
        assert!(paths.iter().any(|found| *found == part), "{part} in {paths:?}");
    }
    assert_eq!(wrong.last().map(String::as_str), Some("textvalue"));
}

#[wasm_bindgen_test]
fn survives_what_the_reader_never_finds() {
    for found in ["", "\n", "{", "t", "t[", "t[[[", "t{", "o", "t{oooooooo++--", "\u{fffd}{"] {
        assert!(!issues(found, "[]").is_empty(), "{found:?}");
        assert!(!issues(found, "[1, null, {}]").is_empty(), "{found:?}");
    }
}

#[wasm_bindgen_test]
async fn sends_a_request_and_resolves() {
    let (result, log) = run(&format!("[{}, {}]", answer(201), documented()), 2, 60).await;
    result.unwrap();
    let sent: Array = log.get(0).unchecked_into();
    let path = format!("/v2/customers/{ID}/custom-fields");
    assert_eq!(sent.get(1).as_string(), Some(path));
}

#[wasm_bindgen_test]
async fn tells_apart_how_a_request_ended() {
    let kinds = [ErrorKind::Connection, ErrorKind::Timeout, ErrorKind::Abort];
    for (how, kind) in [3, 5, 7].into_iter().zip(kinds) {
        let expected = (kind as u32, Outcome::Unknown as u32, 1);
        assert_eq!(error(&format!("[[{how}]]")).await, expected);
    }
    let unsent = (ErrorKind::Abort as u32, Outcome::NotSent as u32, 0);
    assert_eq!(error("[[6]]").await, unsent);
}

#[wasm_bindgen_test]
async fn tells_apart_how_a_body_ended() {
    for (how, kind) in [
        ("1", ErrorKind::UnexpectedResponse),
        ("3", ErrorKind::Connection),
        ("5", ErrorKind::Timeout),
        ("7", ErrorKind::Abort),
        ("0", ErrorKind::UnexpectedResponse),
        ("0, ['', []]", ErrorKind::UnexpectedResponse),
        ("0, [null, null, {}, {}]", ErrorKind::UnexpectedResponse),
    ] {
        let found = error(&format!("[{}, [{how}]]", answer(200))).await;
        assert_eq!(found, (kind as u32, Outcome::Created as u32, 1), "{how}");
    }
    let found = error(&format!("[{}, [0, ['', [], 'X']]]", answer(503))).await;
    assert_eq!(found, (ErrorKind::InternalServer as u32, Outcome::Unknown as u32, 1));
}

#[wasm_bindgen_test]
async fn tries_again_after_a_429_and_waits_for_a_slot() {
    let limited = format!("{}, [0, ['', [], null, 0.02]]", answer(429));
    let script = format!("[{limited}, {}, {}]", answer(200), documented());
    let (result, log) = run(&script, 1, 60).await;
    result.unwrap();
    let what = |index| log.get(index).unchecked_into::<Array>().get(0).as_string().unwrap();
    assert_eq!((what(0), what(1), log.length()), ("send".into(), "pause".into(), 3));
    // The same scope: the next call waits for the slots that the first one took.
    let (result, log) = run(&format!("[{}, {}]", answer(200), documented()), 1, 1).await;
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
