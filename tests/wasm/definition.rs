//! A request that is checked against its custom field's definition.

use super::exports::validate_for;
use super::javascript::{ID, apply, get, js, json, texts};
use carecycle_custom_fields::js::read_definition;
use wasm_bindgen_test::wasm_bindgen_test;

/// What is wrong with a body: `path: code`.
fn issues(definition: &str, body: &str) -> Vec<String> {
    let issues = validate_for(&js(definition), &ID.into(), &js(body)).unwrap();
    texts(apply(
        "(issues) => issues.map(({ path, code }) => `${path.join('.')}: ${code}`)",
        &issues,
    ))
}

/// What is wrong with a definition: `path: code, received`.
fn faults(definition: &str) -> Vec<String> {
    let read = read_definition(&js(definition)).unwrap().js_value();
    let lines = "(issues) => issues.map(({ path, code, received }) =>
        `${path.join('.')}: ${code}, ${received}`)";
    texts(apply(lines, &get(&read, "issues")))
}

const NONE: [&str; 0] = [];

#[wasm_bindgen_test]
fn an_option_is_compared_letter_for_letter() {
    let definition = "{ id: ID, fieldType: 'select', options: ['Gold', 'Größe 😀', ''] }";
    for value in ["Gold", "Größe 😀", ""] {
        assert_eq!(issues(definition, &format!("body({{ selectValue: '{value}' }})")), NONE);
    }
    for value in ["'gold'", "'Gold '", "'Große 😀'", "'Go' + 'ld'.repeat(1e6)"] {
        let found = issues(definition, &format!("body({{ selectValue: {value} }})"));
        assert_eq!(found, ["selectValue: invalid_value"], "{value}");
    }
}

#[wasm_bindgen_test]
fn a_prefix_or_extension_of_an_option_is_not_one() {
    let definition = "{ id: ID, fieldType: 'select', options: ['ab', 'abc😀'] }";
    for value in ["abc😀😀", "abc😀x", "abc\\u{1f600}\\u{1f601}"] {
        let found = issues(definition, &format!("body({{ selectValue: '{value}' }})"));
        assert_eq!(found, ["selectValue: invalid_value"], "{value}");
    }
}

#[wasm_bindgen_test]
fn each_element_is_compared() {
    let definition = "{ id: ID, fieldType: 'multi_select', options: ['a', 'b'] }";
    let body = "body({ multiSelectValue: ['a', 'A', 'b', 1, 'c', '\\ud800'] })";
    assert_eq!(
        issues(definition, body),
        [
            "multiSelectValue.3: invalid_type",
            "multiSelectValue.5: invalid_format",
            "multiSelectValue.1: invalid_value",
            "multiSelectValue.4: invalid_value",
        ]
    );
}

#[wasm_bindgen_test]
fn a_value_in_another_field_is_reported_and_null_is_not() {
    let definition = "{ id: ID.toUpperCase(), fieldType: 'number', options: null }";
    assert_eq!(issues(definition, "body({ numberValue: '1', textValue: null })"), NONE);
    assert_eq!(
        issues(definition, "body({ textValue: '1', booleanValue: false })"),
        ["textValue: wrong_value_field", "booleanValue: wrong_value_field"]
    );
}

#[wasm_bindgen_test]
fn only_the_three_properties_of_a_definition_are_read_each_once() {
    let read = js("(() => {
        const read = [];
        const definition = { id: ID, fieldType: 'text', options: null, fieldKey: 'a' };
        const get = (target, name) => (read.push(name), target[name]);
        return { read, definition: new Proxy(definition, { get }) };
    })()");
    read_definition(&get(&read, "definition")).unwrap();
    assert_eq!(json(&get(&read, "read")), r#"["id","fieldType","options"]"#);
}

#[wasm_bindgen_test]
fn an_invalid_definition_is_reported_by_path() {
    let kept = "{ id: ID, fieldType: 'select', options: Object.freeze(['a']), isRequired: true }";
    assert_eq!(faults(kept), NONE);
    for (definition, found) in [
        ("null", ": invalid_type, null"),
        ("[]", ": invalid_type, array"),
        ("'text'", ": invalid_type, string"),
        ("{ fieldType: 'text' }", "id: invalid_type, undefined"),
        ("{ id: ID + ' ', fieldType: 'text' }", "id: invalid_format, string"),
        ("{ id: ID, fieldType: 'TEXT' }", "fieldType: invalid_value, string"),
        ("{ id: ID, fieldType: ['text'] }", "fieldType: invalid_value, array"),
        ("{ id: ID, fieldType: 'select', options: 'a' }", "options: invalid_type, string"),
        ("{ id: ID, fieldType: 'select', options: [5] }", "options.0: invalid_type, number"),
        (
            "{ id: ID, fieldType: 'select', options: ['\\ud800'] }",
            "options.0: invalid_format, string",
        ),
        ("{ id: ID, get fieldType() { throw 1; } }", "fieldType: invalid_value, unreadable"),
        (
            "{ id: ID, fieldType: 'text', get options() { throw 1; } }",
            "options: custom, unreadable",
        ),
    ] {
        assert_eq!(faults(definition), [found], "{definition}");
    }
}

#[wasm_bindgen_test]
fn a_polluted_prototype_does_not_make_a_definition() {
    let polluted = js("Object.defineProperty(Object.prototype, 'fieldType',
        { value: 'text', configurable: true, writable: true })");
    assert!(polluted.is_object());
    let faults = faults("{ id: ID }");
    js("delete Object.prototype.fieldType");
    assert_eq!(faults, ["fieldType: invalid_value, undefined"]);
}
