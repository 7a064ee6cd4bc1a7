//! Reads values of unknown shape: each property once, whatever it throws. What the caller, a getter
//! or a proxy does afterwards does not matter.

use js_sys::{Array, JsString, Reflect};
use wasm_bindgen::prelude::*;

use super::keys::keys;
use crate::contract::Shape;
use crate::validation::{MAX_ELEMENTS, Raw};

#[wasm_bindgen]
extern "C" {
    /// Throws for a revoked proxy.
    #[wasm_bindgen(js_namespace = Array, js_name = isArray, catch)]
    fn is_array(value: &JsValue) -> Result<bool, JsValue>;

    /// Throws if a proxy's trap throws.
    #[wasm_bindgen(js_namespace = Object, js_name = hasOwn, catch)]
    fn has_own(object: &JsValue, name: &JsValue) -> Result<bool, JsValue>;

    /// Throws if a proxy's trap throws.
    #[wasm_bindgen(js_namespace = Object, js_name = getPrototypeOf, catch)]
    fn prototype_of(object: &JsValue) -> Result<JsValue, JsValue>;
}

/// More than the longest text that passes a check, a UUID.
const MAX_CHECKED: u32 = 64;

/// A proxy may return a new prototype each time.
const MAX_PROTOTYPES: u32 = 100;

/// What a value is, as far as the shape of its field matters; and what to send, if it may be sent
/// as it is.
pub(super) fn read_value(value: JsValue, shape: Shape) -> (Raw, JsValue) {
    if value == JsValue::UNDEFINED {
        return (Raw::Absent, value);
    }
    if value == JsValue::NULL {
        return (Raw::Null, value);
    }
    if value.is_string() {
        return (read_text(value.unchecked_ref(), shape), value);
    }
    if value == JsValue::TRUE || value == JsValue::FALSE {
        return (Raw::Boolean, value);
    }
    match is_array(&value) {
        Err(_) => (Raw::Unreadable, JsValue::UNDEFINED),
        Ok(true) if shape == Shape::TextList => read_list(&value),
        Ok(true) => (Raw::List(Vec::new()), JsValue::UNDEFINED),
        Ok(false) => (Raw::Other(type_name(&value)), JsValue::UNDEFINED),
    }
}

/// Whether a value is an object that can be read, and not an array.
pub(super) fn is_record(value: &JsValue) -> bool {
    value.is_object() && is_array(value) == Ok(false)
}

/// What was read, as far as the shape of its field matters; if reading threw, it is unreadable.
pub(super) fn read(value: Result<JsValue, JsValue>, shape: Shape) -> (Raw, JsValue) {
    match value {
        Ok(value) => read_value(value, shape),
        Err(_) => (Raw::Unreadable, JsValue::UNDEFINED),
    }
}

/// A property of the object itself or of its classes. `Object.prototype` does not count: a careless
/// merge elsewhere may have put anything there.
pub(super) fn own_value(object: &JsValue, name: &JsValue) -> Result<JsValue, JsValue> {
    let value = Reflect::get(object, name)?;
    if value == JsValue::UNDEFINED || has_own(object, name)? || !is_of_all_objects(object, name)? {
        return Ok(value);
    }
    Ok(JsValue::UNDEFINED)
}

/// Whether a property that is not the object's own comes from `Object.prototype`, of any realm.
fn is_of_all_objects(object: &JsValue, name: &JsValue) -> Result<bool, JsValue> {
    let mut last = prototype_of(object)?;
    for _ in 0..MAX_PROTOTYPES {
        let next = prototype_of(&last)?;
        let has_it = has_own(&last, name)?;
        if has_it || !next.is_object() {
            let is_root = !next.is_object() && has_own(&last, &keys().has_own_property)?;
            return Ok(has_it && is_root);
        }
        last = next;
    }
    Ok(false)
}

/// Reads only as much of a text as a check needs.
fn read_text(text: &JsString, shape: Shape) -> Raw {
    let is_short = text.length() <= MAX_CHECKED;
    let read = match (shape.reads_text(), is_short) {
        (true, true) => String::from(text),
        (true, false) => text.slice(0, MAX_CHECKED).into(),
        (false, _) => String::new(),
    };
    // Reading replaces a lone surrogate, so most texts that were read whole need no search.
    let is_whole = is_short && shape.reads_text();
    let is_clean = is_whole && read.chars().all(|char| char != char::REPLACEMENT_CHARACTER);
    if !is_clean && keys().lone_surrogate.test(text) { Raw::LoneSurrogate } else { Raw::Text(read) }
}

fn read_list(list: &JsValue) -> (Raw, JsValue) {
    let length = Reflect::get(list, &keys().length).ok().and_then(|length| length.as_f64());
    let Some(length) = length else { return (Raw::Unreadable, JsValue::UNDEFINED) };
    if length > f64::from(MAX_ELEMENTS) {
        return (Raw::LongList, JsValue::UNDEFINED);
    }
    let (mut items, copy) = (Vec::new(), Array::new());
    for index in 0..length as u32 {
        let (raw, value) = match Reflect::get_u32(list.unchecked_ref(), index) {
            Ok(value) => read_value(value, Shape::Text),
            Err(_) => (Raw::Unreadable, JsValue::UNDEFINED),
        };
        copy.set(index, value);
        items.push(raw);
    }
    (Raw::List(items), copy.into())
}

/// The type as zod names it: `typeof`, `nan`, or the class's name if it looks like one.
fn type_name(value: &JsValue) -> String {
    if value.as_f64().is_some_and(f64::is_nan) {
        return "nan".into();
    }
    let name = class_name(value).unwrap_or_else(|| value.js_typeof());
    name.as_string().unwrap_or_default()
}

fn class_name(value: &JsValue) -> Option<JsValue> {
    if !value.is_object() {
        return None;
    }
    let constructor = Reflect::get(value, &keys().constructor).ok()?;
    let name = Reflect::get(&constructor, &keys().name).ok()?;
    (name.is_string() && keys().class_name.test(&name)).then_some(name)
}
