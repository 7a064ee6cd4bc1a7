//! Reads a JavaScript value of unknown make, each property once, and survives whatever it throws.

use js_sys::{Array, JSON, Reflect};
use wasm_bindgen::prelude::*;

use crate::contract::{Field, REQUEST_FIELDS};
use crate::validation::{MAX_LIST, Raw, RawBody, UnknownField, UnknownFields};

#[wasm_bindgen]
extern "C" {
    // js_sys declares these without `catch`, and a revoked proxy makes them throw.
    #[wasm_bindgen(js_namespace = Array, js_name = isArray, catch)]
    fn is_array(value: &JsValue) -> Result<bool, JsValue>;
    #[wasm_bindgen(js_namespace = Object, js_name = keys, catch)]
    fn keys(value: &JsValue) -> Result<Array, JsValue>;
}

/// The value itself and, of an array, its elements.
pub(super) fn raw(value: &JsValue) -> Raw {
    scalar(value).unwrap_or_else(|| match is_array(value) {
        Ok(true) => list(value),
        Ok(false) => Raw::Other(type_name(value)),
        Err(_) => Raw::Unreadable,
    })
}

/// A property's value; [`Raw::Unreadable`] where a getter or a proxy throws.
fn property(object: &JsValue, name: &str) -> Raw {
    match Reflect::get(object, &JsValue::from_str(name)) {
        Ok(value) => raw(&value),
        Err(_) => Raw::Unreadable,
    }
}

/// What an object's documented keys hold, in the order of `fields`.
pub(super) fn properties(object: &JsValue, fields: &[Field]) -> Vec<Raw> {
    let mut found = Vec::with_capacity(fields.len());
    for field in fields {
        found.push(property(object, field.name));
    }
    found
}

/// A request body. The other keys' values are read only where they are to be sent.
pub(super) fn body(value: &JsValue, unknown: UnknownFields) -> RawBody {
    if !value.is_object() {
        return RawBody::Other(raw(value));
    }
    match is_array(value) {
        Ok(false) => {}
        Ok(true) => return RawBody::Other(Raw::Other("array".into())),
        Err(_) => return RawBody::Other(Raw::Unreadable),
    }
    let fields = properties(value, &REQUEST_FIELDS);
    match others(value, unknown) {
        Ok(others) => RawBody::Object(fields, others),
        Err(_) => RawBody::Other(Raw::Unreadable),
    }
}

fn scalar(value: &JsValue) -> Option<Raw> {
    if value.is_undefined() {
        return Some(Raw::Absent);
    }
    if value.is_null() {
        return Some(Raw::Null);
    }
    if let Some(boolean) = value.as_bool() {
        return Some(Raw::Boolean(boolean));
    }
    let text = value.as_string()?;
    // A lone surrogate becomes U+FFFD on the way here: then the text is not what it was.
    if text.chars().any(|c| c == '\u{FFFD}') && JsValue::from_str(&text) != *value {
        return Some(Raw::LoneSurrogate);
    }
    Some(Raw::Text(text))
}

fn list(value: &JsValue) -> Raw {
    let length = Reflect::get(value, &JsValue::from_str("length"));
    let Some(length) = length.ok().and_then(|length| length.as_f64()) else {
        return Raw::Unreadable;
    };
    if length > f64::from(MAX_LIST) {
        return Raw::LongList;
    }
    let element = |index| match Reflect::get_u32(value, index) {
        Ok(item) => scalar(&item).unwrap_or_else(|| match is_array(&item) {
            Ok(true) => Raw::Other("array".into()),
            Ok(false) => Raw::Other(type_name(&item)),
            Err(_) => Raw::Unreadable,
        }),
        Err(_) => Raw::Unreadable,
    };
    let mut items = Vec::new();
    for index in 0..length as u32 {
        items.push(element(index));
    }
    Raw::List(items)
}

/// As zod names types: `typeof`, `nan`, or the class's name.
fn type_name(value: &JsValue) -> String {
    if value.as_f64().is_some_and(f64::is_nan) {
        return "nan".into();
    }
    let name = |of: &JsValue, key| Reflect::get(of, &JsValue::from_str(key)).ok();
    if value.is_object() {
        let class = name(value, "constructor").and_then(|class| name(&class, "name")?.as_string());
        if let Some(class) = class.filter(|class| is_identifier(class) && class != "Object") {
            return class;
        }
    }
    value.js_typeof().as_string().unwrap_or_default()
}

/// A class may be named anything: only what looks like a name is repeated.
fn is_identifier(name: &str) -> bool {
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    (1..=40).contains(&name.len()) && name.bytes().all(fits)
}

fn others(object: &JsValue, unknown: UnknownFields) -> Result<Vec<UnknownField>, JsValue> {
    let mut others = Vec::new();
    let keys = keys(object)?;
    for index in 0..keys.length() {
        let key = keys.get(index);
        let name = key.as_string().unwrap_or_default();
        if REQUEST_FIELDS.iter().any(|field| field.name == name) {
            continue;
        }
        let json = match Reflect::get(object, &key) {
            Ok(value) if value.is_undefined() => continue,
            // A name with a lone surrogate is no longer what it was.
            Ok(value) if unknown == UnknownFields::Send && JsValue::from_str(&name) == key => {
                JSON::stringify(&value).ok().and_then(|json| JsValue::from(json).as_string())
            }
            _ => None,
        };
        others.push(UnknownField { name, json });
    }
    Ok(others)
}
