//! Values of JavaScript, written in JavaScript.

use super::exports::validate;
use js_sys::{Array, Function, JSON, Reflect};
use wasm_bindgen::prelude::*;

pub const ID: &str = "497f6eca-6276-4993-bfeb-53cbbbba6f08";

/// The value of an expression; `ID` is a valid UUID in it, and `body(more)` a valid body with more fields.
pub fn js(code: &str) -> JsValue {
    let code = format!(
        "const ID = '{ID}';
         const body = (more) => ({{ fieldDefinitionId: ID, ...more }});
         return ({code});"
    );
    Function::new_no_args(&code).call0(&JsValue::UNDEFINED).unwrap()
}

/// What a function that is written in JavaScript returns for a value.
pub fn apply(function: &str, value: &JsValue) -> JsValue {
    js(function).unchecked_into::<Function>().call1(&JsValue::UNDEFINED, value).unwrap()
}

/// What a path such as `step.action` leads to.
pub fn get(value: &JsValue, path: &str) -> JsValue {
    path.split('.').fold(value.clone(), |value, key| Reflect::get(&value, &key.into()).unwrap())
}

/// A value as JSON text, which shows lone surrogates.
pub fn json(value: &JsValue) -> String {
    JSON::stringify(value).unwrap().into()
}

/// The texts of an array.
pub fn texts(array: JsValue) -> Vec<String> {
    array.unchecked_into::<Array>().iter().map(|text| text.as_string().unwrap()).collect()
}

/// How unknown fields are treated.
pub const REFUSE: bool = false;
pub const SEND: bool = true;

/// What is wrong with a request: `path: code, received`.
pub fn issues_of(customer_id: &JsValue, body: &JsValue, send_unknown: bool) -> Vec<String> {
    let issues = validate(customer_id, body, send_unknown).unwrap();
    let lines = "(issues) => issues.map(({ path, code, received }) =>
        `${path.map((key) => JSON.stringify(key).slice(1, -1)).join('.')}: ${code}, ${received}`)";
    texts(apply(lines, &issues))
}

/// What is wrong with a body, for a valid customer ID.
pub fn issues(body: &str) -> Vec<String> {
    issues_of(&ID.into(), &js(body), REFUSE)
}
