//! Reads a request once, for the checks and for sending.

use js_sys::{Array, JSON, JsString, Object, Reflect};
use tsify::Ts;
use wasm_bindgen::prelude::*;

use super::definition::DefinitionCheck;
use super::keys::{Names, keys, operation as operation_at};
use super::types::{Checked, JsDefinitionRead, to_js};
use super::value::{is_record, own_value, read, read_value};
use crate::contract::{Shape, ValidationIssue};
use crate::validation::{
    CheckedRequest, Raw, RawBody, UnknownField, UnknownFields, check_request, check_value,
};

#[wasm_bindgen]
extern "C" {
    /// Throws if a proxy's trap throws.
    #[wasm_bindgen(js_namespace = Object, js_name = keys, catch)]
    fn object_keys(object: &JsValue) -> Result<Array, JsValue>;

    /// An object of our own, whose properties can be set without `Reflect.set`.
    #[wasm_bindgen(extends = Object)]
    #[derive(Clone)]
    type Copy;
    #[wasm_bindgen(method, indexing_setter)]
    fn set(this: &Copy, name: &JsString, value: &JsValue);
}

/// The length of `{}`.
const EMPTY_OBJECT: u32 = 2;

/// At most this many unknown keys are reported.
const MAX_UNKNOWN: usize = 100;

/// Everything that is wrong with a request; empty if it may be sent.
#[wasm_bindgen(unchecked_return_type = "ValidationIssue[]")]
pub fn validate(
    operation: u32,
    path_arguments: &Array,
    body: &JsValue,
    send_unknown: bool,
    definition: Option<JsDefinitionRead>,
) -> Result<JsValue, JsValue> {
    let mut read =
        ReadBody { copy: None, unknown: Vec::new(), check: definition_check(definition) };
    match read.check(operation, path_arguments, body, send_unknown) {
        Ok(_) => Ok(Array::new().into()),
        Err(issues) => {
            let issues = serde_wasm_bindgen::to_value(&issues)?;
            read.restore_keys(&issues, &[])?;
            Ok(issues)
        }
    }
}

/// What is wrong with a request, and the documented fields of its body as they were read.
#[wasm_bindgen]
pub fn check(
    operation: u32,
    path_arguments: &Array,
    body: &JsValue,
    definition: Option<JsDefinitionRead>,
) -> Result<Ts<Checked>, JsValue> {
    let mut read = ReadBody { check: definition_check(definition), ..ReadBody::new() };
    let issues = read.check(operation, path_arguments, body, false).err().unwrap_or_default();
    let checked = to_js(&Checked { issues, body: read.copy.clone().into() })?;
    read.restore_keys(&checked.js_value(), &["issues"])?;
    Ok(checked)
}

fn definition_check(definition: Option<JsDefinitionRead>) -> Option<DefinitionCheck> {
    definition.map(|definition| DefinitionCheck::new(&definition))
}

/// A request body as it was read.
pub(super) struct ReadBody {
    /// The documented fields that are present, if they are needed. It inherits nothing: an
    /// inherited setter would receive a value.
    copy: Option<Copy>,
    /// The other keys, and their values as JSON text if they are to be sent.
    unknown: Vec<(JsString, Option<JsString>)>,
    /// The definition that its values are checked against, if any.
    check: Option<DefinitionCheck>,
}

impl ReadBody {
    pub(super) fn new() -> ReadBody {
        // Faster than one without a prototype.
        let copy = Object::create(&keys().empty).unchecked_into();
        ReadBody { copy: Some(copy), unknown: Vec::new(), check: None }
    }

    /// Reads a request and checks it.
    pub(super) fn check(
        &mut self,
        operation: u32,
        path_arguments: &Array,
        body: &JsValue,
        send_unknown: bool,
    ) -> Result<CheckedRequest, Vec<ValidationIssue>> {
        let mode = if send_unknown { UnknownFields::Send } else { UnknownFields::Refuse };
        let mut arguments = Vec::new();
        for argument in path_arguments.iter() {
            arguments.push(read_value(argument, Shape::Uuid).0);
        }
        let body = self.read(keys().of(operation), body, mode);
        #[cfg(feature = "provoke-trap")]
        super::provoke_trap(self.unknown.len() as f64, 3.0);
        let operation = operation_at(operation);
        let checked = check_request(operation, &arguments, &body, mode);
        let (Some(check), RawBody::Object { fields, .. }) = (&self.check, &body) else {
            return checked;
        };
        let mut more = check_value(operation, check.definition(), fields);
        match checked {
            Ok(_) if !more.is_empty() => Err(more),
            Ok(request) => Ok(request),
            Err(mut issues) => {
                issues.append(&mut more);
                Err(issues)
            }
        }
    }

    fn read(&mut self, names: Option<&Names>, body: &JsValue, mode: UnknownFields) -> RawBody {
        let Some(names) = names.filter(|_| is_record(body)) else {
            return RawBody::Other(read_value(body.clone(), Shape::Boolean).0);
        };
        let Ok(own) = object_keys(body) else { return RawBody::Other(Raw::Unreadable) };
        let mut fields = Vec::with_capacity(names.request.len());
        for key in &names.request {
            let (mut raw, copy) = read(own_value(body, &key.name), key.field.shape);
            if let Some(check) = &mut self.check {
                raw = check.resolve_options(key.field.name, raw, &copy);
            }
            if let Some(all) = &self.copy
                && copy != JsValue::UNDEFINED
            {
                all.set(&key.name, &copy);
            }
            fields.push(raw);
        }
        self.read_unknown(names, body, &own, mode);
        let mut unknown = Vec::new();
        for (name, json) in &self.unknown {
            unknown.push(UnknownField { name: name.into(), sendable: json.is_some() });
        }
        RawBody::Object { fields, unknown }
    }

    fn read_unknown(&mut self, names: &Names, body: &JsValue, own: &Array, mode: UnknownFields) {
        for name in own.iter() {
            if names.documented.includes(&name, 0) {
                continue;
            }
            let json = match Reflect::get(body, &name) {
                Ok(value) if value == JsValue::UNDEFINED => continue,
                Ok(value) if mode == UnknownFields::Send => JSON::stringify(&value).ok(),
                _ => None,
            };
            let json = json.filter(|json| json.is_string());
            self.unknown.push((name.unchecked_into(), json));
            if mode == UnknownFields::Refuse && self.unknown.len() == MAX_UNKNOWN {
                break;
            }
        }
    }

    /// The body to send, as JSON text; it stays in JavaScript.
    pub(super) fn json(&self) -> Result<JsString, JsValue> {
        let mut text = JSON::stringify(&self.copy.clone().into())?;
        for (name, json) in &self.unknown {
            let Some(json) = json else { continue };
            // As text, since assigning the key "__proto__" would set the prototype.
            let comma = if text.length() > EMPTY_OBJECT { "," } else { "" };
            let name = JSON::stringify(name)?;
            text = text.slice(0, text.length() - 1);
            for part in [&comma.into(), &name, &":".into(), json, &"}".into()] {
                text = text.concat(part);
            }
        }
        Ok(text)
    }

    /// Rust strings hold no lone surrogates. Keys that do are put back into the paths of the issues
    /// in `value`, which are found along `way`.
    pub(super) fn restore_keys(&self, value: &JsValue, way: &[&str]) -> Result<(), JsValue> {
        let get = |value: JsValue, name: &&str| Reflect::get(&value, &(*name).into());
        for (key, json) in &self.unknown {
            // A key that can be sent has no issue.
            if json.is_some() || !keys().lone_surrogate.test(key) {
                continue;
            }
            let text = JsValue::from_str(&String::from(key));
            let issues: Array = way.iter().try_fold(value.clone(), get)?.unchecked_into();
            for issue in issues.iter() {
                let path: Array = get(issue, &"path")?.unchecked_into();
                if path.get(0) == text {
                    path.set(0, key.into());
                    break;
                }
            }
        }
        Ok(())
    }
}
