//! What reading values needs of JavaScript, made once: the names of fields as strings, and patterns.

use std::cell::Cell;

use js_sys::{Array, JsString, Object, RegExp};
use wasm_bindgen::prelude::*;

use crate::contract::{CREATE_CUSTOM_FIELD_VALUE, Field, OPERATIONS, Operation};

/// A documented field and its name.
pub(super) struct Key {
    pub(super) field: &'static Field,
    pub(super) name: JsString,
}

/// The names of an operation's fields.
pub(super) struct Names {
    pub(super) request: Vec<Key>,
    /// The names of the request's fields.
    pub(super) documented: Array,
    pub(super) response: Vec<Key>,
}

/// The names of the operations' fields, and of what is looked up besides.
pub(super) struct Keys {
    names: Vec<Names>,
    pub(super) code: JsString,
    pub(super) retry_after: JsString,
    pub(super) outcome: JsString,
    pub(super) length: JsString,
    pub(super) has_own_property: JsString,
    pub(super) constructor: JsString,
    pub(super) name: JsString,
    /// An object without properties, inherited ones included.
    pub(super) empty: Object,
    /// A text that holds a lone surrogate, which Rust and UTF-8 would replace.
    pub(super) lone_surrogate: Pattern,
    /// The name of a class that is shown.
    pub(super) class_name: Pattern,
}

#[wasm_bindgen]
extern "C" {
    /// A regular expression whose `test` takes a string that stays in JavaScript.
    pub(super) type Pattern;
    #[wasm_bindgen(method)]
    pub(super) fn test(this: &Pattern, text: &JsValue) -> bool;
}

/// The operation at this place in [`OPERATIONS`].
pub(super) fn operation(index: u32) -> &'static Operation {
    OPERATIONS.get(index as usize).copied().unwrap_or(&CREATE_CUSTOM_FIELD_VALUE)
}

thread_local! {
    static KEYS: Cell<Option<&'static Keys>> = const { Cell::new(None) };
}

/// They live as long as the instance.
pub(super) fn keys() -> &'static Keys {
    KEYS.get().unwrap_or_else(|| {
        let keys = Box::leak(Box::new(Keys::new()));
        KEYS.set(Some(keys));
        keys
    })
}

impl Keys {
    fn new() -> Keys {
        let mut names = Vec::new();
        for operation in OPERATIONS {
            names.push(Names::new(operation));
        }
        Keys {
            names,
            code: "code".into(),
            retry_after: "retryAfter".into(),
            outcome: "outcome".into(),
            length: "length".into(),
            has_own_property: "hasOwnProperty".into(),
            constructor: "constructor".into(),
            name: "name".into(),
            empty: Object::create(JsValue::NULL.unchecked_ref()),
            // `isWellFormed` is younger than some of the supported browsers.
            lone_surrogate: pattern("\\p{Cs}"),
            class_name: pattern("^(?!Object$)\\w{1,40}$"),
        }
    }

    /// The names of the operation at this place in [`OPERATIONS`].
    pub(super) fn of(&self, operation: u32) -> Option<&Names> {
        self.names.get(operation as usize)
    }
}

impl Names {
    fn new(operation: &Operation) -> Names {
        let request = keys_of(operation.request_fields);
        let documented = Array::new();
        for (index, key) in (0..).zip(&request) {
            documented.set(index, key.name.clone().into());
        }
        Names { request, documented, response: keys_of(operation.response_fields) }
    }
}

fn keys_of(fields: &'static [Field]) -> Vec<Key> {
    fields.iter().map(|field| Key { field, name: field.name.into() }).collect()
}

fn pattern(source: &str) -> Pattern {
    RegExp::new(source, "u").unchecked_into()
}
