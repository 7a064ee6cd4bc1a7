//! Reads a definition, and a request's values that are checked against it.

use js_sys::{Array, JsString};
use tsify::Ts;
use wasm_bindgen::prelude::*;

use super::keys::keys;
use super::types::{DefinitionRead, JsDefinitionRead, to_js};
use super::value::{is_record, own_value, read, read_value};
use crate::contract::{CustomFieldType, Shape};
use crate::validation::{Definition, Raw, RawDefinition, check_definition};

/// Reads a definition once, so later changes of the object do not matter.
#[wasm_bindgen(js_name = readDefinition)]
pub fn read_definition(definition: &JsValue) -> Result<Ts<DefinitionRead>, JsValue> {
    let (mut id, mut options) = (JsValue::UNDEFINED, JsValue::NULL);
    let raw = if is_record(definition) {
        let keys = keys();
        let raw_id;
        (raw_id, id) = read(own_value(definition, &keys.id), Shape::Uuid);
        // With its text, as a UUID is read.
        let field_type = read(own_value(definition, &keys.field_type), Shape::Uuid).0;
        let raw_options;
        (raw_options, options) = read(own_value(definition, &keys.options), Shape::TextList);
        RawDefinition::Object { id: raw_id, field_type, options: raw_options }
    } else {
        RawDefinition::Other(read_value(definition.clone(), Shape::Boolean).0)
    };
    let (issues, found) = match check_definition(&raw) {
        Ok(found) => (Vec::new(), Some(found)),
        Err(issues) => (issues, None),
    };
    let is_found = |each: &CustomFieldType| Some(*each) == found;
    let field_type = CustomFieldType::ALL.iter().position(is_found).unwrap_or_default() as u32;
    to_js(&DefinitionRead { issues, id, field_type, options })
}

/// The definition that a request is checked against.
pub(super) struct DefinitionCheck {
    definition: Definition,
    options: Option<Array>,
}

impl DefinitionCheck {
    pub(super) fn new(read: &JsDefinitionRead) -> DefinitionCheck {
        let field_type = CustomFieldType::ALL.get(read.field_type() as usize);
        let options = read.options();
        let options = options.is_object().then(|| options.unchecked_into::<Array>());
        let definition = Definition {
            id: read.id().into(),
            field_type: field_type.copied().unwrap_or(CustomFieldType::Text),
            options: options.as_ref().map(|_| Vec::new()),
        };
        DefinitionCheck { definition, options }
    }

    pub(super) fn definition(&self) -> &Definition {
        &self.definition
    }

    /// What was read of a field, with those texts that must be options.
    pub(super) fn resolve_options(&mut self, field: &str, raw: Raw, value: &JsValue) -> Raw {
        let field_type = self.definition.field_type;
        if !field_type.has_options() || field != field_type.value_field() {
            return raw;
        }
        match raw {
            Raw::Text(_) => self.option(value),
            Raw::List(items) => {
                let values: &Array = value.unchecked_ref();
                let mut resolved = Vec::with_capacity(items.len());
                for (index, item) in (0..).zip(items) {
                    resolved.push(match item {
                        Raw::Text(_) => self.option(&values.get(index)),
                        _ => item,
                    });
                }
                Raw::List(resolved)
            }
            _ => raw,
        }
    }

    /// Most texts are options, which stay in JavaScript.
    fn option(&mut self, text: &JsValue) -> Raw {
        let (Some(all), Some(options)) = (&self.options, &mut self.definition.options) else {
            return Raw::Text(String::new());
        };
        if all.includes(text, 0) {
            return Raw::Option;
        }
        if options.is_empty() {
            for option in all.iter() {
                options.push(option.unchecked_ref::<JsString>().into());
            }
        }
        // The rest would not help to find the option that was meant.
        let text: JsString = text.unchecked_ref::<JsString>().slice(0, longest(all) + 1);
        Raw::Text(text.into())
    }
}

/// The length of the longest text; a longer one that is truncated after it equals none of them.
fn longest(texts: &Array) -> u32 {
    let mut longest = 0;
    for text in texts.iter() {
        longest = longest.max(text.unchecked_ref::<JsString>().length());
    }
    longest
}
