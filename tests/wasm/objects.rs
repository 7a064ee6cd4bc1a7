//! Objects that are not what they seem: proxies, getters, changed prototypes, other realms.

use super::exports::{check, start, validate};
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;

use super::driver::{new_scope, settings};
use super::javascript::{ID, REFUSE, SEND, apply, get, issues, issues_of, js, json};

const NONE: [&str; 0] = [];

/// A revoked proxy of a new object or array.
fn revoked(target: &str) -> String {
    format!(
        "(() => {{ const p = Proxy.revocable({target}, {{}}); p.revoke(); return p.proxy; }})()"
    )
}

#[wasm_bindgen_test]
fn a_revoked_proxy_is_unreadable_wherever_it_is() {
    for target in ["{}", "[]"] {
        let proxy = revoked(target);
        assert_eq!(issues(&proxy), [": custom, unreadable"]);
        let customer_id = issues_of(&js(&proxy), &js("body()"), REFUSE);
        assert_eq!(customer_id, ["id: custom, unreadable"]);
        let body = format!("body({{ textValue: {proxy}, multiSelectValue: ['a', {proxy}] }})");
        let expected = ["textValue: custom, unreadable", "multiSelectValue.1: custom, unreadable"];
        assert_eq!(issues(&body), expected);
        let list = format!("body({{ multiSelectValue: {proxy}, other: {proxy} }})");
        let sent = issues_of(&ID.into(), &js(&list), SEND);
        assert_eq!(sent, ["multiSelectValue: custom, unreadable", "other: custom, unreadable"]);
    }
    let function = format!("body({{ textValue: {} }})", revoked("function () {}"));
    assert_eq!(issues(&function), ["textValue: custom, unreadable"]);
}

#[wasm_bindgen_test]
fn a_getter_that_throws_makes_its_own_field_unreadable() {
    let body = "{ ...body(), get textValue() { throw new Error('secret'); }, numberValue: 5,
                  get dateValue() { throw undefined; }, get other() { throw 1; } }";
    let expected = [
        "textValue: custom, unreadable",
        "numberValue: invalid_type, number",
        "dateValue: custom, unreadable",
    ];
    let refused = [&expected[..], &["other: unrecognized_keys, unknown key"]].concat();
    assert_eq!(issues(body), refused);
    let sent = [&expected[..], &["other: custom, unreadable"]].concat();
    assert_eq!(issues_of(&ID.into(), &js(body), SEND), sent);
}

#[wasm_bindgen_test]
fn proxies_may_throw_in_every_trap() {
    for trap in ["get", "has", "ownKeys", "getPrototypeOf", "getOwnPropertyDescriptor"] {
        let throws = format!("new Proxy(body(), {{ {trap}() {{ throw new Error('secret'); }} }})");
        let found = issues(&throws);
        let expected: &[&str] = match trap {
            "ownKeys" | "getOwnPropertyDescriptor" => &[": custom, unreadable"],
            "get" => &[
                "fieldDefinitionId: custom, unreadable",
                "textValue: custom, unreadable",
                "numberValue: custom, unreadable",
                "booleanValue: custom, unreadable",
                "dateValue: custom, unreadable",
                "selectValue: custom, unreadable",
                "multiSelectValue: custom, unreadable",
            ],
            _ => &[],
        };
        assert_eq!(found, expected, "{trap}");
    }
}

/// A body of each documented field and one more, all counted as they are read.
const COUNTED: &str = "(() => {
    const reads = {};
    const counted = (target, prefix) => new Proxy(target, {
        get(object, key, receiver) {
            reads[prefix + String(key)] = (reads[prefix + String(key)] ?? 0) + 1;
            return Reflect.get(object, key, receiver);
        },
    });
    const multiSelectValue = counted(['a', 'b'], 'item ');
    const body1 = counted(body({ textValue: 'a', numberValue: '1', booleanValue: true,
        dateValue: 'b', selectValue: 'c', multiSelectValue, other: 1 }), '');
    return { body: body1, reads };
})()";

#[wasm_bindgen_test]
fn each_property_is_read_once() {
    let expected = "{\"fieldDefinitionId\":1,\"textValue\":1,\"numberValue\":1,\"booleanValue\":1,\
                    \"dateValue\":1,\"selectValue\":1,\"multiSelectValue\":1,\"item length\":1,\
                    \"item 0\":1,\"item 1\":1,\"other\":1}";
    // What looks for the name of the class is no reading of a value.
    let reads = |counted: &JsValue| json(&apply("({ constructor, ...reads }) => reads", counted));
    for send_unknown in [REFUSE, SEND] {
        let counted = js(COUNTED);
        validate(&ID.into(), &get(&counted, "body"), send_unknown).unwrap();
        assert_eq!(reads(&get(&counted, "reads")), expected);
    }
    let counted = js(COUNTED);
    let settings = settings(new_scope(), "sendUnknown: true");
    start(&settings, &ID.into(), &get(&counted, "body")).unwrap();
    assert_eq!(reads(&get(&counted, "reads")), expected);
}

#[wasm_bindgen_test]
fn a_list_may_misreport_its_length() {
    for (length, expected) in [
        ("NaN", None),
        ("-1", None),
        ("0.5", None),
        ("1", None),
        ("2", Some("multiSelectValue.1: invalid_type, undefined")),
        ("100_001", Some("multiSelectValue: too_big, array")),
        ("2 ** 53", Some("multiSelectValue: too_big, array")),
        ("Infinity", Some("multiSelectValue: too_big, array")),
        ("'2'", Some("multiSelectValue: custom, unreadable")),
        ("null", Some("multiSelectValue: custom, unreadable")),
        ("{}", Some("multiSelectValue: custom, unreadable")),
        ("1n", Some("multiSelectValue: custom, unreadable")),
        ("Symbol()", Some("multiSelectValue: custom, unreadable")),
        ("(() => { throw 1; })()", Some("multiSelectValue: custom, unreadable")),
    ] {
        let body = format!(
            "body({{ multiSelectValue: new Proxy(['a'], {{
                get: (target, key) => key === 'length' ? {length} : Reflect.get(target, key),
            }}) }})"
        );
        assert_eq!(issues(&body), Vec::from_iter(expected), "{length}");
    }
}

#[wasm_bindgen_test]
fn an_element_that_throws_is_named_by_its_index() {
    let body = "body({ multiSelectValue:
        Object.defineProperty(['a', 'b', 'c'], 1, { get() { throw 1; } }) })";
    assert_eq!(issues(body), ["multiSelectValue.1: custom, unreadable"]);
}

#[wasm_bindgen_test]
fn a_body_may_have_any_prototype() {
    for body in [
        "Object.assign(Object.create(null), body())",
        "Object.freeze(body())",
        "Object.create(body())",
        "new (class Draft { get fieldDefinitionId() { return ID; } })()",
        "Object.assign(new (class { constructor() { this.textValue = 'a'; } })(), body())",
        "Object.assign(new Date(0), body())",
        "Object.setPrototypeOf(body(), new Proxy({}, {}))",
        "{ ...body(), [Symbol('a')]: 1, [Symbol.toStringTag]: 'Array', [Symbol.toPrimitive]: 1 }",
    ] {
        assert_eq!(issues(body), NONE, "{body}");
    }
    let hidden = "Object.defineProperty(body(), 'other', { value: 1, enumerable: false })";
    assert_eq!(issues(hidden), NONE);
}

#[wasm_bindgen_test]
fn a_class_name_that_throws_or_is_a_proxy_is_not_shown() {
    for value in [
        "{ get constructor() { throw 1; } }",
        "{ constructor: { get name() { throw 1; } } }",
        "{ constructor: null }",
        "{ constructor: undefined }",
        "{ constructor: 5 }",
        "{ constructor: new Proxy(class A {}, { get: () => ({}) }) }",
    ] {
        let body = format!("body({{ textValue: {value} }})");
        assert_eq!(issues(&body), ["textValue: invalid_type, object"], "{value}");
    }
}

/// Gives `Object.prototype` a property as long as it lives.
struct Polluted(&'static str);

impl Polluted {
    fn new(name: &'static str, descriptor: &str) -> Polluted {
        let define = format!("Object.defineProperty(Object.prototype, '{name}', {descriptor})");
        js(&define);
        Polluted(name)
    }
}

impl Drop for Polluted {
    fn drop(&mut self) {
        js(&format!("delete Object.prototype.{}", self.0));
    }
}

#[wasm_bindgen_test]
fn a_getter_that_everything_inherits_is_read_as_a_field_is() {
    let descriptor = "{ get() { throw new Error('inherited'); }, configurable: true }";
    let polluted = Polluted::new("dateValue", descriptor);
    let found = issues("body()");
    drop(polluted);
    assert_eq!(found, ["dateValue: custom, unreadable"]);
}

#[wasm_bindgen_test]
fn an_accessor_that_everything_inherits_removes_no_value_from_what_is_sent() {
    let descriptor = "{ get: () => 'inherited', configurable: true,
        set(value) { (globalThis.stolen ??= []).push(value); } }";
    let body = js("Object.defineProperty(body(), 'textValue', { value: 'own', enumerable: true })");
    let polluted = Polluted::new("textValue", descriptor);
    let started = start(&settings(new_scope(), ""), &ID.into(), &body).unwrap().js_value();
    let checked = check(&ID.into(), &body).unwrap().js_value();
    drop(polluted);
    let expected = format!(r#"{{"fieldDefinitionId":"{ID}","textValue":"own"}}"#);
    assert_eq!(get(&started, "body"), expected.as_str());
    assert_eq!(json(&get(&checked, "body")), expected);
    assert!(get(&js("globalThis"), "stolen").is_undefined());
}

/// Evaluates in a realm of its own: its `Array` and `Object` are not ours.
fn in_another_realm(code: &str) -> JsValue {
    let evaluate = "(code) => {
        const { process, document } = globalThis;
        if (process) return process.getBuiltinModule('node:vm').runInNewContext(code);
        const frame = document.createElement('iframe');
        document.body.append(frame);
        return frame.contentWindow.eval(code);
    }";
    apply(evaluate, &code.into())
}

#[wasm_bindgen_test]
fn values_of_another_realm_are_recognised() {
    let code = format!(
        "({{ fieldDefinitionId: '{ID}', textValue: 'a', booleanValue: true, multiSelectValue: ['b'] }})"
    );
    let body = in_another_realm(&code);
    assert!(!body.is_instance_of::<js_sys::Object>(), "it is another realm");
    assert_eq!(issues_of(&ID.into(), &body, REFUSE), NONE);
    let code = format!(
        "({{ fieldDefinitionId: new String('{ID}'), textValue: new Date(0), multiSelectValue: [1],
             other: new Map() }})"
    );
    assert_eq!(
        issues_of(&ID.into(), &in_another_realm(&code), REFUSE),
        [
            "fieldDefinitionId: invalid_type, String",
            "textValue: invalid_type, Date",
            "multiSelectValue.0: invalid_type, number",
            "other: unrecognized_keys, unknown key",
        ]
    );
    assert_eq!(issues_of(&ID.into(), &in_another_realm("[]"), REFUSE), [": invalid_type, array"]);
}

#[wasm_bindgen_test]
fn a_getter_may_check_and_start_other_requests() {
    let again = Closure::<dyn FnMut() -> JsValue>::new(|| {
        assert_eq!(issues("body({ textValue: 1 })"), ["textValue: invalid_type, number"]);
        let started = start(&settings(new_scope(), ""), &ID.into(), &js("body()")).unwrap();
        get(&started.js_value(), "step.action.type")
    });
    let with_getter = "(again) => Object.defineProperty(body(), 'textValue',
        { get: again, enumerable: true })";
    let body = apply(with_getter, again.as_ref());
    let started = start(&settings(new_scope(), ""), &ID.into(), &body).unwrap().js_value();
    let expected = format!(r#"{{"fieldDefinitionId":"{ID}","textValue":"send"}}"#);
    assert_eq!(get(&started, "body"), expected.as_str());
    assert_eq!(get(&started, "step.action.type"), "send");
}
