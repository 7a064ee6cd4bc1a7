//! What is sent for a body, as JSON text.

use super::exports::start;
use js_sys::{JSON, JsString};
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;

use super::driver::{begin, new_scope, settings};
use super::javascript::{ID, SEND, apply, get, issues, issues_of, js, json};

/// The JSON text that is sent, unknown fields included.
fn sent(body: &str) -> String {
    let started = begin(&settings(new_scope(), "sendUnknown: true"), &js(body));
    assert_eq!(get(&started.step, "action.type"), "send", "{body}");
    started.body
}

/// A body's JSON text after the field definition's ID.
fn with_id(rest: &str) -> String {
    format!(r#"{{"fieldDefinitionId":"{ID}"{rest}}}"#)
}

#[wasm_bindgen_test]
fn fields_are_sent_in_the_documented_order() {
    let body = "{ multiSelectValue: ['g', 'f'], selectValue: 'e', dateValue: 'd',
                  booleanValue: false, numberValue: '1.50', textValue: 'a', fieldDefinitionId: ID }";
    let expected = with_id(
        r#","textValue":"a","numberValue":"1.50","booleanValue":false,"dateValue":"d","selectValue":"e","multiSelectValue":["g","f"]"#,
    );
    assert_eq!(sent(body), expected);
}

#[wasm_bindgen_test]
fn null_is_sent_and_undefined_is_left_out() {
    let body = "body({ textValue: null, numberValue: undefined, booleanValue: null,
        dateValue: undefined, multiSelectValue: null, other: undefined })";
    let expected = with_id(r#","textValue":null,"booleanValue":null,"multiSelectValue":null"#);
    assert_eq!(sent(body), expected);
}

#[wasm_bindgen_test]
fn a_text_is_sent_unchanged() {
    let text = r#""\u0000\t\"\\\u007f\u0080\u07ff\u2028\ufeff\ufffd\ufffe😀\u{10ffff}""#;
    let body = format!("body({{ textValue: {text}, multiSelectValue: [{text}, ''] }})");
    let read_back = |value: &str| {
        let body = JSON::parse(&sent(&body)).unwrap();
        get(&body, value)
    };
    assert_eq!(read_back("textValue"), js(text));
    assert_eq!(read_back("multiSelectValue.0"), js(text));
    assert_eq!(read_back("textValue").unchecked_into::<JsString>().length(), 15);
}

#[wasm_bindgen_test]
fn unknown_fields_are_sent_after_the_documented_ones() {
    let body = "({ a: { b: [1, null, 'c'] }, fieldDefinitionId: ID, ['__proto__']: { d: 1 },
        '\\ud800 later': '\\udfff', '\"': -0, date: new Date(0), nan: NaN, constructor: 'e',
        textValue: 'f', '': true, toString: null })";
    let expected = with_id(
        r#","textValue":"f","a":{"b":[1,null,"c"]},"__proto__":{"d":1},"\ud800 later":"\udfff","\"":0,"date":"1970-01-01T00:00:00.000Z","nan":null,"constructor":"e","":true,"toString":null"#,
    );
    assert_eq!(sent(body), expected);
    let body = JSON::parse(&sent(body)).unwrap();
    let key = apply("(body) => Object.keys(body)[4]", &body);
    assert_eq!(json(&key), r#""\ud800 later""#);
    assert_eq!(apply("(body) => Object.getPrototypeOf(body) === Object.prototype", &body), true);
}

#[wasm_bindgen_test]
fn a_value_that_json_cannot_hold_rejects_the_call_before_it_is_sent() {
    for value in ["1n", "() => 1", "Symbol()", "{ a: 1n }", "{ toJSON: () => undefined }"] {
        let body = js(&format!("body({{ ok: 1, other: {value} }})"));
        let started = begin(&settings(new_scope(), "sendUnknown: true"), &body);
        assert_eq!(started.call, 0, "{value}");
        assert_eq!(get(&started.step, "action.report.outcome"), "notSent");
        let path = json(&get(&started.step, "action.report.errors.0.path"));
        assert_eq!(path, r#"["other"]"#);
        assert!(get(&started.step, "action.report.errors.1").is_undefined());
    }
}

#[wasm_bindgen_test]
fn no_field_is_sent_twice() {
    // As a proxy may list them; engines allow it to list a key only once.
    let listed = "new Proxy(body({ a: 1 }), { ownKeys: () => ['a', 'fieldDefinitionId', 'a'] })";
    assert_eq!(issues(listed), [": custom, unreadable"]);
    let listed = "new Proxy(body({ a: 1 }), { ownKeys: () => ['a', 'fieldDefinitionId'] })";
    assert_eq!(sent(listed), with_id(r#","a":1"#));
}

#[wasm_bindgen_test]
fn what_was_checked_is_sent_whatever_a_getter_returns_later() {
    let body = "(() => {
        let reads = 0;
        const first = (value) => ({ get: () => reads++ < 3 ? value : 5, enumerable: true });
        return Object.defineProperties(body(), {
            textValue: first('first'), multiSelectValue: first(['a']), other: first({ b: 1 }),
        });
    })()";
    let expected = with_id(r#","textValue":"first","multiSelectValue":["a"],"other":{"b":1}"#);
    assert_eq!(sent(body), expected);
}

#[wasm_bindgen_test]
fn an_unknown_field_is_sent_only_if_that_is_allowed() {
    let refused = begin(&settings(new_scope(), ""), &js("body({ other: 1 })"));
    assert_eq!(refused.call, 0);
    assert_eq!(refused.body, with_id(""));
    // Nothing else is in front of it.
    let alone =
        start(&settings(new_scope(), "sendUnknown: true"), &ID.into(), &js("{ a: 1, b: 2 }"));
    let alone = alone.unwrap().js_value();
    assert_eq!(get(&alone, "step.action.type"), "reject");
    assert_eq!(get(&alone, "body"), r#"{"a":1,"b":2}"#);
}

#[wasm_bindgen_test]
fn unknown_fields_that_are_sent_may_be_many() {
    let body =
        js("body(Object.fromEntries(Array.from({ length: 1000 }, (_, at) => ['k' + at, at])))");
    assert_eq!(issues_of(&ID.into(), &body, SEND), [""; 0]);
    let started = begin(&settings(new_scope(), "sendUnknown: true"), &body);
    let count = apply("(text) => Object.keys(JSON.parse(text)).length", &started.body.into());
    assert_eq!(count, 1001);
}

#[wasm_bindgen_test]
fn the_customer_id_is_not_part_of_the_body() {
    let body: JsValue = js("body()");
    assert_eq!(begin(&settings(new_scope(), ""), &body).body, with_id(""));
}
