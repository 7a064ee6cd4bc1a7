//! From what was found to a request that may be sent.

use super::nearest::nearest_field;
use super::raw::{Raw, RawBody, UnknownField};
use super::uuid::{is_documented_uuid, uuid_hint};
use crate::contract::{CreateCustomerCustomFieldValueRequest, ValidationIssue};

/// What becomes of keys that the documentation does not know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnknownFields {
    /// Each is an issue: the server would drop it silently.
    Refuse,
    /// They are sent as they are.
    Send,
}

/// A request that keeps to the documentation. Only [`check_request`] makes one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckedRequest {
    customer_id: String,
    body: CreateCustomerCustomFieldValueRequest,
    unknown: Vec<(String, String)>,
}

impl CheckedRequest {
    /// The customer's ID; needs no escaping in a path.
    pub fn customer_id(&self) -> &str {
        &self.customer_id
    }

    /// The documented part of the body.
    pub fn body(&self) -> &CreateCustomerCustomFieldValueRequest {
        &self.body
    }

    /// Further keys to be sent, each with its value as JSON text.
    pub fn unknown(&self) -> &[(String, String)] {
        &self.unknown
    }
}

/// Checks a request, or names everything that is wrong with it.
pub fn check_request(
    customer_id: Raw,
    body: RawBody,
    unknown: UnknownFields,
) -> Result<CheckedRequest, Vec<ValidationIssue>> {
    let mut found = Issues(Vec::new());
    let customer_id = found.uuid("id", customer_id);
    let (fields, others) = match body {
        RawBody::Object(fields, others) => (fields, others),
        RawBody::Other(raw) => {
            found.wrong(Vec::new(), "object", &raw);
            return Err(found.0);
        }
    };
    let mut fields = fields.into_iter();
    let mut next = || fields.next().unwrap_or(Raw::Absent);
    let body = CreateCustomerCustomFieldValueRequest {
        field_definition_id: found.uuid("fieldDefinitionId", next()),
        text_value: found.optional("textValue", next(), Issues::text),
        number_value: found.optional("numberValue", next(), Issues::text),
        boolean_value: found.optional("booleanValue", next(), Issues::boolean),
        date_value: found.optional("dateValue", next(), Issues::text),
        select_value: found.optional("selectValue", next(), Issues::text),
        multi_select_value: found.optional("multiSelectValue", next(), Issues::list),
    };
    let unknown = found.unknown(others, unknown);
    if found.0.is_empty() {
        Ok(CheckedRequest { customer_id, body, unknown })
    } else {
        Err(found.0)
    }
}

struct Issues(Vec<ValidationIssue>);

impl Issues {
    fn push(&mut self, path: Vec<String>, code: &str, expected: &str, got: &str, message: String) {
        self.0.push(ValidationIssue {
            path,
            message,
            expected: expected.into(),
            received: got.into(),
            code: code.into(),
        });
    }

    fn wrong(&mut self, path: Vec<String>, expected: &str, raw: &Raw) {
        let (code, expected, message) = match raw {
            Raw::LoneSurrogate if expected == "string" => (
                "invalid_format",
                "well-formed Unicode text",
                "Invalid string: it holds a lone surrogate, which is no Unicode text".into(),
            ),
            Raw::Unreadable => {
                ("custom", expected, "Invalid input: reading it threw an exception".into())
            }
            Raw::LongList => (
                "too_big",
                "at most 100000 elements",
                "Too big: an array may have at most 100000 elements".into(),
            ),
            _ => {
                let mut message = String::from("Invalid input: expected ");
                message.push_str(expected);
                message.push_str(", received ");
                message.push_str(raw.type_name());
                if path.first().is_some_and(|name| name == "numberValue") {
                    message.push_str("; write the number as a string so that no digit is lost");
                }
                ("invalid_type", expected, message)
            }
        };
        self.push(path, code, expected, raw.type_name(), message);
    }

    fn uuid(&mut self, name: &str, raw: Raw) -> String {
        let path = || vec![name.into()];
        match raw {
            Raw::Text(text) if is_documented_uuid(&text) => return text,
            Raw::Text(text) => {
                self.push(path(), "invalid_format", "uuid", "string", uuid_hint(&text).into());
            }
            Raw::LoneSurrogate => {
                self.push(path(), "invalid_format", "uuid", "string", "Invalid UUID".into());
            }
            raw => self.wrong(path(), "string", &raw),
        }
        String::new()
    }

    /// Absent stays absent and null stays null; all else must be what `read` takes.
    fn optional<T>(
        &mut self,
        name: &str,
        raw: Raw,
        read: fn(&mut Self, Vec<String>, Raw) -> Option<T>,
    ) -> Option<Option<T>> {
        match raw {
            Raw::Absent => None,
            Raw::Null => Some(None),
            raw => Some(read(self, vec![name.into()], raw)),
        }
    }

    fn text(&mut self, path: Vec<String>, raw: Raw) -> Option<String> {
        match raw {
            Raw::Text(text) => Some(text),
            raw => {
                self.wrong(path, "string", &raw);
                None
            }
        }
    }

    fn boolean(&mut self, path: Vec<String>, raw: Raw) -> Option<bool> {
        match raw {
            Raw::Boolean(value) => Some(value),
            raw => {
                self.wrong(path, "boolean", &raw);
                None
            }
        }
    }

    fn list(&mut self, path: Vec<String>, raw: Raw) -> Option<Vec<String>> {
        let Raw::List(items) = raw else {
            self.wrong(path, "array", &raw);
            return None;
        };
        let mut list = Vec::with_capacity(items.len());
        for (index, item) in items.into_iter().enumerate() {
            match item {
                Raw::Text(text) => list.push(text),
                item => {
                    let mut path = path.clone();
                    path.push(index.to_string());
                    self.wrong(path, "string", &item);
                }
            }
        }
        Some(list)
    }

    fn unknown(&mut self, fields: Vec<UnknownField>, mode: UnknownFields) -> Vec<(String, String)> {
        let mut kept = Vec::new();
        for UnknownField { name, json } in fields {
            match (mode, json) {
                (UnknownFields::Send, Some(json)) => kept.push((name, json)),
                (UnknownFields::Send, None) => {
                    let message = "Invalid input: it cannot be written as JSON";
                    self.push(vec![name], "custom", "a JSON value", "unreadable", message.into());
                }
                (UnknownFields::Refuse, _) => {
                    let nearest = nearest_field(&name);
                    let mut message =
                        String::from("Unrecognized key: not a documented field; the nearest is \"");
                    message.push_str(nearest);
                    message.push('"');
                    self.push(vec![name], "unrecognized_keys", nearest, "unknown key", message);
                }
            }
        }
        kept
    }
}
