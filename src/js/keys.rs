//! What reading values needs of JavaScript, made once: the names of fields as strings, and a pattern.

use js_sys::{JsString, Object, RegExp, Set};
use wasm_bindgen::prelude::*;

use crate::contract::{CREATE_CUSTOM_FIELD_VALUE, Field};

/// A documented field and its name.
pub(super) struct Key {
    pub(super) field: &'static Field,
    pub(super) name: JsString,
}

/// The names of the operation's fields, and of what is looked up besides.
pub(super) struct Keys {
    pub(super) request: Vec<Key>,
    /// The names of the request's fields.
    pub(super) documented: Set,
    pub(super) response: Vec<Key>,
    pub(super) code: JsString,
    pub(super) retry_after: JsString,
    pub(super) length: JsString,
    pub(super) constructor: JsString,
    pub(super) name: JsString,
    /// An object without properties, inherited ones included.
    pub(super) empty: Object,
    lone_surrogate: Pattern,
}

#[wasm_bindgen]
extern "C" {
    /// A regular expression whose `test` takes a string that stays in JavaScript.
    type Pattern;
    #[wasm_bindgen(method)]
    fn test(this: &Pattern, text: &JsValue) -> bool;
}

thread_local! {
    pub(super) static KEYS: Keys = Keys::new();
}

impl Keys {
    fn new() -> Keys {
        let keys = |fields: &'static [Field]| {
            fields.iter().map(|field| Key { field, name: field.name.into() }).collect::<Vec<_>>()
        };
        let request = keys(CREATE_CUSTOM_FIELD_VALUE.request_fields);
        let documented = Set::new(&JsValue::UNDEFINED);
        for key in &request {
            documented.add(&key.name);
        }
        Keys {
            request,
            documented,
            response: keys(CREATE_CUSTOM_FIELD_VALUE.response_fields),
            code: "code".into(),
            retry_after: "retryAfter".into(),
            length: "length".into(),
            constructor: "constructor".into(),
            name: "name".into(),
            empty: Object::create(JsValue::NULL.unchecked_ref()),
            // `isWellFormed` is younger than some of the supported browsers.
            lone_surrogate: RegExp::new("\\p{Cs}", "u").unchecked_into(),
        }
    }

    /// Whether a string holds no lone surrogate, which Rust and UTF-8 would replace.
    pub(super) fn is_unicode(&self, text: &JsValue) -> bool {
        !self.lone_surrogate.test(text)
    }
}
