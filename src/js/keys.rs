//! The JavaScript objects that reading needs, created once: field names as strings, and patterns.

use std::cell::Cell;

use js_sys::{Array, JsString, Object, Reflect, RegExp};
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
    /// Everything that is looked up in a response.
    pub(super) of_response: Array,
}

/// The names of the operations' fields, and of everything else that is looked up.
pub(super) struct Keys {
    names: Vec<Names>,
    pub(super) code: JsString,
    pub(super) retry_after: JsString,
    pub(super) outcome: JsString,
    pub(super) id: JsString,
    pub(super) field_type: JsString,
    pub(super) options: JsString,
    pub(super) length: JsString,
    pub(super) content_type: JsString,
    pub(super) has_own_property: JsString,
    object_prototype: Object,
    pub(super) constructor: JsString,
    pub(super) name: JsString,
    /// An object without properties, inherited ones included.
    pub(super) empty: Object,
    /// Matches a text with a lone surrogate, which Rust and UTF-8 would replace.
    pub(super) lone_surrogate: Pattern,
    /// Matches the name of a class that may be shown.
    pub(super) class_name: Pattern,
}

#[wasm_bindgen]
extern "C" {
    /// A regular expression whose `test` is given a string that stays in JavaScript.
    pub(super) type Pattern;
    #[wasm_bindgen(method)]
    pub(super) fn test(this: &Pattern, text: &JsValue) -> bool;

    /// An array whose elements a JavaScript function tests.
    type Elements;
    /// Throws if `hasOwnProperty` was replaced by something that cannot be called.
    #[wasm_bindgen(method, catch)]
    fn some(this: &Elements, predicate: &JsValue, this_argument: &Object) -> Result<bool, JsValue>;
}

/// The operation at this index of [`OPERATIONS`].
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
            id: "id".into(),
            field_type: "fieldType".into(),
            options: "options".into(),
            length: "length".into(),
            content_type: "content-type".into(),
            has_own_property: "hasOwnProperty".into(),
            object_prototype: Object::get_prototype_of(&Object::new()),
            constructor: "constructor".into(),
            name: "name".into(),
            empty: Object::create(JsValue::NULL.unchecked_ref()),
            // Some supported browsers lack `isWellFormed`.
            lone_surrogate: pattern("\\p{Cs}"),
            class_name: pattern("^(?!Object$)\\w{1,40}$"),
        }
    }

    /// Whether `Object.prototype` was polluted with one of these names, or may have been.
    pub(super) fn are_inherited(&self, names: &Array) -> bool {
        let root = &self.object_prototype;
        let has_own = Reflect::get(root, &self.has_own_property).unwrap_or_default();
        names.unchecked_ref::<Elements>().some(&has_own, root).unwrap_or(true)
    }

    /// The names of the operation at this index of [`OPERATIONS`].
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
        let response = keys_of(operation.response_fields);
        let of_response = Array::new();
        for key in &response {
            of_response.push(&key.name);
        }
        for name in ["code", "retryAfter", "outcome"] {
            of_response.push(&name.into());
        }
        Names { request, documented, response, of_response }
    }
}

fn keys_of(fields: &'static [Field]) -> Vec<Key> {
    fields.iter().map(|field| Key { field, name: field.name.into() }).collect()
}

fn pattern(source: &str) -> Pattern {
    RegExp::new(source, "u").unchecked_into()
}
