//! Reading values of unknown make: each property once, whatever it throws. What the caller, a getter
//! or a proxy does afterwards does not matter.

use js_sys::{Array, JsString, Reflect};
use wasm_bindgen::prelude::*;

use super::keys::Keys;
use crate::contract::Shape;
use crate::validation::{MAX_ELEMENTS, Raw};

#[wasm_bindgen]
extern "C" {
    /// Throws for a revoked proxy.
    #[wasm_bindgen(js_namespace = Array, js_name = isArray, catch)]
    fn is_array(value: &JsValue) -> Result<bool, JsValue>;
}

/// More than the longest text that passes a check, a UUID.
const MAX_CHECKED: u32 = 64;

/// The longest name of a class that is shown.
const MAX_CLASS_NAME: u32 = 40;

/// Reads values.
pub(super) struct Reader<'a> {
    pub(super) keys: &'a Keys,
}

impl Reader<'_> {
    /// What a value is, with regard to the shape of its field. If it may be sent as it is now, `copy`
    /// is what to send.
    pub(super) fn value(&self, value: &JsValue, shape: Shape) -> (Raw, JsValue) {
        if value.is_string() {
            return (self.text(value, shape), value.clone());
        }
        if value.is_undefined() {
            return (Raw::Absent, JsValue::UNDEFINED);
        }
        if value.is_null() {
            return (Raw::Null, JsValue::NULL);
        }
        if value.as_bool().is_some() {
            return (Raw::Boolean, value.clone());
        }
        match is_array(value) {
            Err(_) => (Raw::Unreadable, JsValue::UNDEFINED),
            Ok(true) if shape == Shape::TextList => self.list(value),
            Ok(true) => (Raw::List(Vec::new()), JsValue::UNDEFINED),
            Ok(false) => (self.other(value), JsValue::UNDEFINED),
        }
    }

    /// A property of an object; what it throws makes it unreadable.
    pub(super) fn property(
        &self,
        object: &JsValue,
        name: &JsString,
        shape: Shape,
    ) -> (Raw, JsValue) {
        match Reflect::get(object, name) {
            Ok(value) => self.value(&value, shape),
            Err(_) => (Raw::Unreadable, JsValue::UNDEFINED),
        }
    }

    /// Of a text only as much as a check needs.
    fn text(&self, text: &JsValue, shape: Shape) -> Raw {
        if !self.keys.is_unicode(text) {
            Raw::LoneSurrogate
        } else if shape.reads_text() {
            let beginning = text.unchecked_ref::<JsString>().slice(0, MAX_CHECKED);
            Raw::Text(beginning.into())
        } else {
            Raw::Text(String::new())
        }
    }

    fn list(&self, list: &JsValue) -> (Raw, JsValue) {
        let length = Reflect::get(list, &self.keys.length).ok().and_then(|length| length.as_f64());
        let Some(length) = length else { return (Raw::Unreadable, JsValue::UNDEFINED) };
        if length > f64::from(MAX_ELEMENTS) {
            return (Raw::LongList, JsValue::UNDEFINED);
        }
        let (mut items, copy) = (Vec::new(), Array::new());
        for index in 0..length as u32 {
            let (raw, value) = match Reflect::get_u32(list, index) {
                Ok(item) => self.value(&item, Shape::Text),
                Err(_) => (Raw::Unreadable, JsValue::UNDEFINED),
            };
            copy.push(&value);
            items.push(raw);
        }
        (Raw::List(items), copy.into())
    }

    /// As zod names types: `typeof`, `nan`, or the class's name if it looks like one.
    fn other(&self, value: &JsValue) -> Raw {
        let name = match value.as_f64() {
            Some(number) if number.is_nan() => "nan".into(),
            Some(_) => "number".into(),
            None => {
                self.class_name(value).or_else(|| value.js_typeof().as_string()).unwrap_or_default()
            }
        };
        Raw::Other(name)
    }

    fn class_name(&self, value: &JsValue) -> Option<String> {
        if !value.is_object() {
            return None;
        }
        let constructor = Reflect::get(value, &self.keys.constructor).ok()?;
        let name = Reflect::get(&constructor, &self.keys.name).ok()?;
        let name = name.dyn_into::<JsString>().ok()?;
        if name.length() > MAX_CLASS_NAME {
            return None;
        }
        let name = String::from(name);
        let is_word = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
        (!name.is_empty() && name != "Object" && name.bytes().all(is_word)).then_some(name)
    }
}
