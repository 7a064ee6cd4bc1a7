//! From what was found to a request that may be sent.

use super::nearest::nearest_field;
use super::raw::{Raw, RawBody, UnknownField};
use super::uuid::{is_documented_uuid, uuid_hint};
use crate::contract::{REQUEST_FIELDS, Shape, ValidationIssue};

/// What becomes of keys that the documentation does not know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnknownFields {
    /// Each is an issue: the server would drop it silently.
    Refuse,
    /// They are sent as they are.
    Send,
}

/// A request that keeps to the documentation. Only [`check_request`] makes one. Its body stays with
/// the platform, which read it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckedRequest {
    customer_id: String,
}

impl CheckedRequest {
    /// The customer's ID; needs no escaping in a path.
    pub fn customer_id(&self) -> &str {
        &self.customer_id
    }
}

/// Checks a request, or names everything that is wrong with it.
pub fn check_request(
    customer_id: Raw,
    body: RawBody,
    unknown: UnknownFields,
) -> Result<CheckedRequest, Vec<ValidationIssue>> {
    let mut found = Issues(Vec::new());
    found.check(vec!["id".into()], Shape::Uuid, &customer_id);
    match body {
        RawBody::Object(fields, others) => {
            for (index, field) in REQUEST_FIELDS.iter().enumerate() {
                match fields.get(index).unwrap_or(&Raw::Absent) {
                    Raw::Absent | Raw::Null if field.nullable => {}
                    raw => found.check(vec![field.name.into()], field.shape, raw),
                }
            }
            found.unknown(others, unknown);
        }
        RawBody::Other(raw) => found.wrong(Vec::new(), "object", &raw),
    }
    match customer_id {
        Raw::Text(customer_id) if found.0.is_empty() => Ok(CheckedRequest { customer_id }),
        _ => Err(found.0),
    }
}

/// Nobody reads more of a list in which everything is wrong.
const MOST_ISSUES: usize = 1000;

struct Issues(Vec<ValidationIssue>);

impl Issues {
    fn push(&mut self, path: Vec<String>, code: &str, expected: &str, got: &str, message: String) {
        if self.0.len() == MOST_ISSUES {
            return;
        }
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

    fn check(&mut self, path: Vec<String>, shape: Shape, raw: &Raw) {
        let expected = match (shape, raw) {
            (Shape::Uuid, Raw::Text(text)) => {
                if !is_documented_uuid(text) {
                    let message = uuid_hint(text).into();
                    self.push(path, "invalid_format", "uuid", "string", message);
                }
                return;
            }
            (Shape::Uuid, Raw::LoneSurrogate) => {
                let message = uuid_hint("").into();
                return self.push(path, "invalid_format", "uuid", "string", message);
            }
            (Shape::Text, Raw::Text(_)) | (Shape::Boolean, Raw::Boolean) => return,
            (Shape::TextList, Raw::List(items)) => {
                for (index, item) in items.iter().enumerate() {
                    let mut path = path.clone();
                    path.push(index.to_string());
                    self.check(path, Shape::Text, item);
                }
                return;
            }
            (Shape::TextList, _) => "array",
            (Shape::Boolean, _) => "boolean",
            _ => "string",
        };
        self.wrong(path, expected, raw);
    }

    fn unknown(&mut self, fields: Vec<UnknownField>, mode: UnknownFields) {
        for UnknownField { name, sendable } in fields {
            if mode == UnknownFields::Refuse {
                let nearest = nearest_field(&name);
                let mut message =
                    String::from("Unrecognized key: not a documented field; the nearest is \"");
                message.push_str(nearest);
                message.push('"');
                self.push(vec![name], "unrecognized_keys", nearest, "unknown key", message);
            } else if !sendable {
                let message = "Invalid input: it cannot be written as JSON";
                self.push(vec![name], "custom", "a JSON value", "unreadable", message.into());
            }
        }
    }
}
