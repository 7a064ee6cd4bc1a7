//! The boundary inside a real JavaScript engine, with a stub fetch.

use carecycle_custom_fields::js::{create, settle, uuid, validate};
use carecycle_custom_fields::policy::{ErrorKind, Outcome};
use carecycle_custom_fields::validation::is_documented_uuid;
use js_sys::{Array, Function, Promise, RegExp};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::wasm_bindgen_test;

const ID: &str = "497f6eca-6276-4993-bfeb-53cbbbba6f08";
const PATTERN: &str = "^([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[1-8][0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}|00000000-0000-0000-0000-000000000000|ffffffff-ffff-ffff-ffff-ffffffffffff)$";

/// In place of the package's own hosts, which the Node tests cover: `perform` of src/js/host.rs for
/// calls that are scripted.
const HOSTS: &str = "(settle) => {
    if (globalThis.perform) return;
    const hosts = globalThis.hosts = [];
    const moment = () => [performance.now(), Date.now(), Math.random()];
    const tell = (id, how, response, found = '', retryAfter = NaN, header = NaN) =>
        settle(id, how, response, found, retryAfter, header, ...moment());
    globalThis.perform = (id, action, ms, least, parts) => {
        const host = hosts[id];
        host.log.push([action, ms, least]);
        clearTimeout(host.timer);
        if (action < 3) host.timer = setTimeout(() => tell(id, 7), Math.ceil(ms) + 1);
        else if (action === 3) {
            const [how, ...more] = host.script.shift() ?? [5];
            if (how === 8) return how;
            setTimeout(() => tell(id, how, ...more), 1);
        }
        else if (action === 4) host.resolve();
        else host.reject(parts);
        return 0;
    };
}";

/// A call's number and promise.
const NEW_HOST: &str = "(script, log) => {
    const host = { script, log };
    const promise = new Promise((resolve, reject) => Object.assign(host, { resolve, reject }));
    return [hosts.push(host) - 1, promise];
}";

fn js(code: &str) -> JsValue {
    let function = Function::new_no_args(&format!("return ({code})"));
    function.call0(&JsValue::UNDEFINED).unwrap()
}

/// What the package's reader finds of a request with a text value.
fn found() -> String {
    format!("t{{tsuuuuu\n{ID}\n{ID}\n")
}

type Settle = dyn FnMut(u32, u32, JsValue, String, f64, f64, f64, f64);

/// Runs one call against the script of a host: what `settle` is told, in order. Gives what it asked
/// for besides.
async fn run(script: &str, scope: u32, requests: u32) -> (Result<JsValue, JsValue>, Array) {
    let told = Closure::<Settle>::new(
        |id, how, response: JsValue, found: String, retry_after, header, monotonic, wall| {
            let response = response.dyn_into::<web_sys::Response>().ok();
            settle(id, how, response, &found, retry_after, header, monotonic, wall, 0.5);
        },
    );
    js(HOSTS)
        .unchecked_into::<Function>()
        .call1(&JsValue::UNDEFINED, &told.into_js_value())
        .unwrap();
    let log = Array::new();
    let host = js(NEW_HOST).unchecked_into::<Function>();
    let host: Array = host.call2(&JsValue::UNDEFINED, &js(script), &log).unwrap().unchecked_into();
    let (id, promise) = (host.get(0).as_f64().unwrap(), host.get(1).unchecked_into::<Promise>());
    let now = js("performance.now()").as_f64().unwrap();
    let (found, wall) = (found(), js("Date.now()").as_f64().unwrap());
    create(id as u32, &found, false, scope, requests, 50.0, 1e3, 5e3, 2, false, now, wall, 0.5);
    (JsFuture::from(promise).await, log)
}

/// An answer, and how reading it ended.
fn answer(status: u16, how: u32, found: &str) -> String {
    format!("[{how}, new Response('', {{ status: {status} }}), {found}]")
}

/// A documented answer, as the package's reader finds it.
fn documented(status: u16) -> String {
    let found = format!("'utnntttsnnnnn\\n{ID}\\n{ID}\\n{ID}\\ncustomers\\n'");
    answer(status, 1, &found)
}

/// Kind, outcome, and how many attempts there were.
async fn error(script: &str) -> (u32, u32, usize) {
    let parts: Array = run(script, 0, 0).await.0.unwrap_err().unchecked_into();
    let met = parts.get(1).as_string().unwrap();
    let number = |range: std::ops::Range<usize>| met[range].parse::<u32>().unwrap();
    (number(0..2) - 10, number(2..3), met.len() / 9 - 1)
}

/// The issues' parts, five and the path each.
fn issues(found: &str) -> Vec<String> {
    let issues: Array = validate(found, false).unchecked_into();
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
    assert_eq!(issues(&found()), [""; 0]);
    let all = format!("t{{tnsbss[ss]\n{ID}\n{ID}\n");
    assert_eq!(issues(&all), [""; 0]);
}

#[wasm_bindgen_test]
fn names_each_thing_that_is_wrong_by_its_path() {
    let wrong = issues(&format!("t{{towbxx[so]+\nx\n{ID}\nDate\nMap\ntextvalue\n"));
    let paths: Vec<_> = wrong.iter().filter(|part| !part.contains(' ')).collect();
    for part in ["id", "textValue", "Date", "numberValue", "dateValue", "multiSelectValue", "Map"] {
        assert!(paths.iter().any(|found| *found == part), "{part} in {paths:?}");
    }
    assert_eq!(wrong.last().map(String::as_str), Some("textvalue"));
}

#[wasm_bindgen_test]
fn survives_what_the_reader_never_finds() {
    for found in ["", "\n", "{", "t", "t[", "t[[[", "t{", "o", "t{oooooooo++--", "\u{fffd}{"] {
        assert!(!issues(found).is_empty(), "{found:?}");
    }
}

#[wasm_bindgen_test]
async fn sends_a_request_and_resolves() {
    let (result, log) = run(&format!("[{}]", documented(201)), 2, 60).await;
    result.unwrap();
    assert_eq!(actions(&log), [3, 4]);
}

/// What was asked for.
fn actions(log: &Array) -> Vec<u32> {
    let action = |entry: JsValue| entry.unchecked_into::<Array>().get(0).as_f64().unwrap() as u32;
    log.iter().map(action).collect()
}

#[wasm_bindgen_test]
async fn tells_apart_how_a_request_ended() {
    let kinds = [ErrorKind::Connection, ErrorKind::Timeout, ErrorKind::Abort];
    for (how, kind) in [5, 7, 9].into_iter().zip(kinds) {
        let expected = (kind as u32, Outcome::Unknown as u32, 1);
        assert_eq!(error(&format!("[[{how}]]")).await, expected);
    }
    let unsent = (ErrorKind::Abort as u32, Outcome::NotSent as u32, 0);
    assert_eq!(error("[[8]]").await, unsent);
}

#[wasm_bindgen_test]
async fn tells_apart_how_a_body_ended() {
    for (how, found, kind) in [
        (2, "''", ErrorKind::UnexpectedResponse),
        (3, "''", ErrorKind::Connection),
        (7, "''", ErrorKind::Timeout),
        (9, "''", ErrorKind::Abort),
        (1, "''", ErrorKind::UnexpectedResponse),
        (1, "'\\n'", ErrorKind::UnexpectedResponse),
    ] {
        let found = error(&format!("[{}]", answer(200, how, found))).await;
        assert_eq!(found, (kind as u32, Outcome::Created as u32, 1), "{how}");
    }
    let found = error(&format!("[{}]", answer(503, 1, "'t\\nX\\n'"))).await;
    assert_eq!(found, (ErrorKind::InternalServer as u32, Outcome::Unknown as u32, 1));
}

#[wasm_bindgen_test]
async fn tries_again_after_a_429_and_waits_for_a_slot() {
    let limited = answer(429, 1, "'\\n', 0.02");
    let (result, log) = run(&format!("[{limited}, {}]", documented(200)), 1, 60).await;
    result.unwrap();
    assert_eq!(actions(&log), [3, 1, 3, 4]);
    // The same scope: the next call waits for the slots that the first one took.
    let (result, log) = run(&format!("[{}]", documented(200)), 1, 1).await;
    result.unwrap();
    assert_eq!(actions(&log)[0], 1);
}

#[wasm_bindgen_test]
fn makes_random_uuids() {
    let [one, other] = [uuid(), uuid()].map(|id| id.as_string().unwrap());
    assert!(is_documented_uuid(&one) && is_documented_uuid(&other));
    assert_eq!(one.as_bytes()[14], b'4');
    assert_ne!(one, other);
}
