//! What is wrong with a request, by path, as long as its objects are plain ones.

use super::exports::check;
use js_sys::Object;
use wasm_bindgen_test::wasm_bindgen_test;

use super::javascript::{ID, REFUSE, SEND, apply, get, issues, issues_of, js, json};

const NONE: [&str; 0] = [];

#[wasm_bindgen_test]
fn a_documented_request_is_valid() {
    for body in [
        "body()",
        "body({ textValue: 'a', numberValue: '1.50', booleanValue: false, dateValue: '2026-01-01',
                selectValue: 'b', multiSelectValue: ['c', ''] })",
        "body({ textValue: null, numberValue: null, booleanValue: null, dateValue: null,
                selectValue: null, multiSelectValue: null })",
        "body({ textValue: undefined, multiSelectValue: [], other: undefined })",
    ] {
        assert_eq!(issues(body), NONE, "{body}");
    }
}

#[wasm_bindgen_test]
fn each_field_of_a_wrong_type_is_named_by_its_path() {
    assert_eq!(
        issues(
            "{ fieldDefinitionId: null, textValue: 1, numberValue: 12.5, booleanValue: 'true',
               dateValue: true, selectValue: ['a'], multiSelectValue: 'a' }"
        ),
        [
            "fieldDefinitionId: invalid_type, null",
            "textValue: invalid_type, number",
            "numberValue: invalid_type, number",
            "booleanValue: invalid_type, string",
            "dateValue: invalid_type, boolean",
            "selectValue: invalid_type, array",
            "multiSelectValue: invalid_type, string",
        ]
    );
    assert_eq!(issues("{}"), ["fieldDefinitionId: invalid_type, undefined"]);
}

#[wasm_bindgen_test]
fn the_customer_id_is_named_as_id() {
    for (id, issue) in [
        ("'x'", "id: invalid_format, string"),
        ("ID + '\\n'", "id: invalid_format, string"),
        ("'a'.repeat(1e6)", "id: invalid_format, string"),
        ("ID.slice(1) + '\\ud800'", "id: invalid_format, string"),
        ("undefined", "id: invalid_type, undefined"),
        ("null", "id: invalid_type, null"),
        ("5", "id: invalid_type, number"),
        ("new String(ID)", "id: invalid_type, String"),
    ] {
        assert_eq!(issues_of(&js(id), &js("body()"), REFUSE), [issue], "{id}");
    }
}

#[wasm_bindgen_test]
fn a_type_is_named_as_javascript_names_it() {
    for (value, received) in [
        ("NaN", "nan"),
        ("Infinity", "number"),
        ("-0", "number"),
        ("1n", "bigint"),
        ("Symbol('a')", "symbol"),
        ("() => 'a'", "function"),
        ("class A {}", "function"),
        ("{}", "object"),
        ("Object.create(null)", "object"),
        ("new Date()", "Date"),
        ("new Map()", "Map"),
        ("new Uint8Array(2)", "Uint8Array"),
        ("Promise.resolve()", "Promise"),
        ("new (class Draft_1 {})()", "Draft_1"),
        ("new (class {})()", "object"),
        ("new (class Ä {})()", "object"),
    ] {
        let body = format!("body({{ textValue: {value} }})");
        assert_eq!(issues(&body), [format!("textValue: invalid_type, {received}")], "{value}");
    }
}

#[wasm_bindgen_test]
fn a_name_that_is_not_a_class_name_is_not_shown() {
    for name in ["'a b'", "'a'.repeat(41)", "''", "5", "'\\ud800'", "null", "'<script>'"] {
        let body = format!("body({{ textValue: {{ constructor: {{ name: {name} }} }} }})");
        assert_eq!(issues(&body), ["textValue: invalid_type, object"], "{name}");
    }
}

#[wasm_bindgen_test]
fn a_body_that_is_not_an_object_is_reported_without_a_path() {
    for (body, received) in [
        ("undefined", "undefined"),
        ("null", "null"),
        ("true", "boolean"),
        ("'{}'", "string"),
        ("0", "number"),
        ("NaN", "nan"),
        ("1n", "bigint"),
        ("Symbol()", "symbol"),
        ("() => body()", "function"),
        ("[body()]", "array"),
    ] {
        assert_eq!(issues(body), [format!(": invalid_type, {received}")], "{body}");
    }
}

#[wasm_bindgen_test]
fn each_element_that_is_not_a_string_is_reported_by_its_index() {
    let body = "body({ multiSelectValue:
        ['a', 1, null, undefined, , ['b'], '\\udfff', {}, NaN, () => 1, 1n, Symbol(), true] })";
    assert_eq!(
        issues(body),
        [
            "multiSelectValue.1: invalid_type, number",
            "multiSelectValue.2: invalid_type, null",
            "multiSelectValue.3: invalid_type, undefined",
            "multiSelectValue.4: invalid_type, undefined",
            "multiSelectValue.5: invalid_type, array",
            "multiSelectValue.6: invalid_format, string",
            "multiSelectValue.7: invalid_type, object",
            "multiSelectValue.8: invalid_type, nan",
            "multiSelectValue.9: invalid_type, function",
            "multiSelectValue.10: invalid_type, bigint",
            "multiSelectValue.11: invalid_type, symbol",
            "multiSelectValue.12: invalid_type, boolean",
        ]
    );
}

#[wasm_bindgen_test]
fn an_array_may_have_100_000_elements() {
    let list = |length: &str| {
        issues(&format!("body({{ multiSelectValue: new Array({length}).fill('a') }})"))
    };
    assert_eq!(list("100_000"), NONE);
    assert_eq!(list("100_001"), ["multiSelectValue: too_big, array"]);
    // Nobody walks four billion holes.
    let holes = issues("body({ multiSelectValue: new Array(2 ** 32 - 1) })");
    assert_eq!(holes, ["multiSelectValue: too_big, array"]);
}

#[wasm_bindgen_test]
fn a_lone_surrogate_is_reported_by_its_path() {
    for text in ["'\\ud800'", "'a\\udfff'", "'\\udc00\\ud800'", "'a'.repeat(1e6) + '\\ud800'"] {
        let body = format!("body({{ textValue: {text}, multiSelectValue: ['ok', {text}] }})");
        let expected =
            ["textValue: invalid_format, string", "multiSelectValue.1: invalid_format, string"];
        assert_eq!(issues(&body), expected, "{text}");
    }
    assert_eq!(issues("body({ textValue: '\\ud83d\\ude00 \\ufffd \\0' })"), NONE);
    let uuid = "{ fieldDefinitionId: ID.slice(1) + '\\ud800' }";
    assert_eq!(issues(uuid), ["fieldDefinitionId: invalid_format, string"]);
}

#[wasm_bindgen_test]
fn an_unknown_field_is_named_with_the_nearest_documented_one() {
    let body = js("body({ textvalue: 'a', ['__proto__']: 1, toJSON: () => ({}), 'ä€😀': null })");
    assert_eq!(
        issues_of(&ID.into(), &body, REFUSE),
        [
            "textvalue: unrecognized_keys, unknown key",
            "__proto__: unrecognized_keys, unknown key",
            "toJSON: unrecognized_keys, unknown key",
            "ä€😀: unrecognized_keys, unknown key",
        ]
    );
    let checked = check(&ID.into(), &body).unwrap().js_value();
    assert_eq!(get(&checked, "issues.0.expected"), "textValue");
}

#[wasm_bindgen_test]
fn no_more_than_100_unknown_fields_are_named() {
    let body = "body(Object.fromEntries(Array.from({ length: 1000 }, (_, at) => ['k' + at, at])))";
    let issues = issues(body);
    assert_eq!(issues.len(), 100);
    assert_eq!(issues.last().unwrap(), "k99: unrecognized_keys, unknown key");
}

#[wasm_bindgen_test]
fn an_unknown_key_with_a_lone_surrogate_comes_back_unchanged() {
    let body = "body({ ok: 1, '\\ud800later': 2, '\\udfff': 3, '\\udffe': 4 })";
    assert_eq!(
        issues(body),
        [
            "ok: unrecognized_keys, unknown key",
            "\\ud800later: unrecognized_keys, unknown key",
            "\\udfff: unrecognized_keys, unknown key",
            "\\udffe: unrecognized_keys, unknown key",
        ]
    );
}

#[wasm_bindgen_test]
fn an_issue_is_not_named_after_a_key_that_only_looks_alike_in_unicode() {
    // Both are "\u{fffd}" in Unicode text; the second can be sent.
    let body = js("body({ '\\ufffd': 1n, '\\ud800': 1 })");
    assert_eq!(issues_of(&ID.into(), &body, SEND), ["\u{fffd}: custom, unreadable"]);
}

#[wasm_bindgen_test]
fn unknown_fields_that_the_caller_sends_are_valid_unless_json_cannot_hold_them() {
    let body = js("(() => {
        const cycle = {};
        cycle.self = cycle;
        return body({ a: 1, b: null, date: new Date(0), '\\ud800': [], ['__proto__']: {}, cycle,
            big: 1n, call: () => 1, symbol: Symbol(), throws: { toJSON() { throw 1; } } });
    })()");
    assert_eq!(
        issues_of(&ID.into(), &body, SEND),
        ["cycle", "big", "call", "symbol", "throws"]
            .map(|key| format!("{key}: custom, unreadable"))
    );
}

#[wasm_bindgen_test]
fn a_check_returns_the_documented_fields_as_a_new_object() {
    let body = js("body({ multiSelectValue: ['a'], dateValue: null, textValue: undefined })");
    let copy = get(&check(&ID.into(), &body).unwrap().js_value(), "body");
    assert!(!Object::is(&copy, &body));
    assert!(!Object::is(&get(&copy, "multiSelectValue"), &get(&body, "multiSelectValue")));
    let expected =
        format!(r#"{{"fieldDefinitionId":"{ID}","dateValue":null,"multiSelectValue":["a"]}}"#);
    assert_eq!(json(&copy), expected);
    assert_eq!(apply("(copy) => Reflect.has(copy, 'textValue')", &copy), false);
}

#[wasm_bindgen_test]
fn an_issue_does_not_contain_the_value() {
    let body = js("body({ textValue: ['secret'], multiSelectValue: ['ok', { secret: 1 }],
        numberValue: Object.assign(() => 1, { secret: 1 }), secretKey: 'secret' })");
    let checked = check(&"secret".into(), &body).unwrap().js_value();
    let issues = json(&get(&checked, "issues")).replace("secretKey", "");
    assert!(issues.contains("textValue") && !issues.contains("secret"), "{issues}");
}
