//! The boundary inside a real JavaScript engine, with a stub fetch.

use carecycle_custom_fields::js::{create, parse, validate};
use carecycle_custom_fields::validation::is_documented_uuid;
use js_sys::{Array, Function, Object, Promise, Reflect, RegExp};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::wasm_bindgen_test;

const ID: &str = "497f6eca-6276-4993-bfeb-53cbbbba6f08";
const PATTERN: &str = "^([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[1-8][0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}|00000000-0000-0000-0000-000000000000|ffffffff-ffff-ffff-ffff-ffffffffffff)$";

/// In place of the package's own reader, which the Node tests cover.
const READ: &str = "async (response) => {
    try {
        const text = await response.text();
        let json;
        try { json = JSON.parse(text) } catch {}
        return { text, json, small: true, retryAfter: NaN };
    } catch (cause) {
        return { text: '', lost: { cause } };
    }
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

fn send(fetch: &str, signal: JsValue, timeout_ms: f64) -> Promise {
    let fetch = js(fetch).unchecked_into();
    let (url, init) = ("https://x".into(), Object::new());
    create(
        &ID.into(),
        &body(),
        false,
        fetch,
        js(READ).unchecked_into(),
        url,
        init,
        signal,
        timeout_ms,
    )
}

async fn error(fetch: &str, timeout_ms: f64) -> (String, String) {
    let error = JsFuture::from(send(fetch, JsValue::UNDEFINED, timeout_ms)).await.unwrap_err();
    let parts: Array = error.unchecked_into::<Array>().get(0).unchecked_into();
    let text = |index| parts.get(index).as_string().unwrap();
    (text(0), text(3))
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
async fn tells_failures_of_fetch_apart() {
    let refused = "() => Promise.reject(Object.assign(new TypeError('x'), { cause: { code: 'ECONNREFUSED' } }))";
    assert_eq!(error(refused, 1e3).await, ("APIConnectionError".into(), "notSent".into()));
    for fetch in [
        "() => Promise.reject('no error')",
        "() => { throw null }",
        "() => 3",
        "async () => ({})",
        "() => Promise.reject()",
    ] {
        let found = error(fetch, 1e3).await;
        assert_eq!(found, ("APIConnectionError".into(), "unknown".into()), "{fetch}");
    }
    let silent = "() => new Promise(() => {})";
    assert_eq!(error(silent, 5.0).await, ("APIConnectionTimeoutError".into(), "unknown".into()));
}

#[wasm_bindgen_test]
async fn tells_answers_apart() {
    let html = "async () => new Response('<html>', { status: 502 })";
    assert_eq!(error(html, 1e3).await, ("InternalServerError".into(), "unknown".into()));
    let broken = "async () => new Response('{')";
    assert_eq!(error(broken, 1e3).await, ("UnexpectedResponseError".into(), "created".into()));
    let strings = "async () => new Response(new ReadableStream({ start(c) { c.enqueue('text'); c.close() } }))";
    assert_eq!(error(strings, 1e3).await, ("APIConnectionError".into(), "created".into()));
    let stalled = "async () => new Response(new ReadableStream({}))";
    assert_eq!(error(stalled, 5.0).await, ("APIConnectionTimeoutError".into(), "created".into()));
}

#[wasm_bindgen_test]
async fn takes_its_listener_off_the_callers_signal() {
    let signal = js(
        "{ aborted: false, count: 0, addEventListener() { this.count++ }, removeEventListener() { this.count-- } }",
    );
    let html = "async () => new Response('', { status: 500 })";
    JsFuture::from(send(html, signal.clone(), 1e3)).await.unwrap_err();
    assert_eq!(get(&signal, "count").as_f64(), Some(0.0));
}
