//! Whether a request may be sent.

use super::nearest::nearest_field;
use super::raw::{Raw, RawBody, UnknownField};
use super::uuid::{is_documented_uuid, uuid_hint};
use crate::contract::{Operation, Shape, ValidationIssue};

/// How keys that the documentation does not know are treated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnknownFields {
    /// Each is an issue: the server would drop it silently.
    Refuse,
    /// They are sent as they are.
    Send,
}

/// Proof that a request may be sent: only [`check_request`] makes one.
#[derive(Debug)]
pub struct CheckedRequest(());

/// Checks a request; the error is everything that is wrong with it.
pub fn check_request(
    operation: &Operation,
    customer_id: &Raw,
    body: &RawBody,
    unknown_fields: UnknownFields,
) -> Result<CheckedRequest, Vec<ValidationIssue>> {
    let mut issues = Issues(Vec::new());
    issues.check(&["id"], Shape::Uuid, customer_id);
    match body {
        RawBody::Object { fields, unknown } => {
            for (index, field) in operation.request_fields.iter().enumerate() {
                match fields.get(index).unwrap_or(&Raw::Absent) {
                    Raw::Absent | Raw::Null if field.nullable => {}
                    raw => issues.check(&[field.name], field.shape, raw),
                }
            }
            for field in unknown {
                match unknown_fields {
                    UnknownFields::Refuse => issues.unrecognized(operation, field),
                    UnknownFields::Send => issues.check_sendable(field),
                }
            }
        }
        RawBody::Other(raw) => issues.wrong_type(&[], "object", raw),
    }
    if issues.0.is_empty() { Ok(CheckedRequest(())) } else { Err(issues.0) }
}

/// Nobody reads more of a list in which everything is wrong.
pub const MAX_ISSUES: usize = 1000;

struct Issues(Vec<ValidationIssue>);

impl Issues {
    fn push(
        &mut self,
        path: &[&str],
        code: &'static str,
        expected: &'static str,
        received: &str,
        message: String,
    ) {
        if self.0.len() < MAX_ISSUES {
            let path = path.iter().map(|part| String::from(*part)).collect();
            self.0.push(ValidationIssue {
                path,
                message,
                expected,
                received: received.into(),
                code,
            });
        }
    }

    /// Checks the value of a documented field.
    fn check(&mut self, path: &[&str], shape: Shape, raw: &Raw) {
        match (shape, raw) {
            (Shape::Uuid, Raw::Text(text)) if is_documented_uuid(text) => {}
            (Shape::Uuid, Raw::Text(text)) => self.not_a_uuid(path, text),
            (Shape::Uuid, Raw::LoneSurrogate) => self.not_a_uuid(path, ""),
            (Shape::Text, Raw::Text(_)) | (Shape::Boolean, Raw::Boolean) => {}
            (Shape::Exactly(exactly), Raw::Text(text)) if *text == exactly => {}
            (Shape::TextList, Raw::List(items)) => {
                for (index, item) in items.iter().enumerate() {
                    if !matches!(item, Raw::Text(_)) {
                        let mut digits = itoa::Buffer::new();
                        let mut path = path.to_vec();
                        path.push(digits.format(index as u32));
                        self.wrong_type(&path, "string", item);
                    }
                }
            }
            (Shape::TextList, _) => self.wrong_type(path, "array", raw),
            (Shape::Boolean, _) => self.wrong_type(path, "boolean", raw),
            (Shape::Uuid | Shape::Text | Shape::Exactly(_), _) => {
                self.wrong_type(path, "string", raw);
            }
        }
    }

    fn not_a_uuid(&mut self, path: &[&str], text: &str) {
        self.push(path, "invalid_format", "uuid", "string", uuid_hint(text).into());
    }

    fn wrong_type(&mut self, path: &[&str], expected: &'static str, raw: &Raw) {
        let received = raw.type_name();
        match raw {
            Raw::LoneSurrogate if expected == "string" => {
                let message =
                    "Invalid string: it holds a lone surrogate, which is not Unicode text".into();
                self.push(path, "invalid_format", "well-formed Unicode text", received, message);
            }
            Raw::Unreadable => {
                let message = "Invalid input: reading it threw an exception".into();
                self.push(path, "custom", expected, received, message);
            }
            Raw::LongList => {
                let message = "Too big: an array may have at most 100000 elements".into();
                self.push(path, "too_big", "at most 100000 elements", received, message);
            }
            _ => {
                let hint = match path {
                    ["numberValue"] => "; write the number as a string so that no digit is lost",
                    _ => "",
                };
                let message =
                    ["Invalid input: expected ", expected, ", received ", received, hint].concat();
                self.push(path, "invalid_type", expected, received, message);
            }
        }
    }

    fn unrecognized(&mut self, operation: &Operation, field: &UnknownField) {
        let nearest = nearest_field(operation.request_fields, &field.name);
        let message =
            ["Unrecognized key: not a documented field; the nearest is \"", nearest, "\""].concat();
        self.push(&[&field.name], "unrecognized_keys", nearest, "unknown key", message);
    }

    fn check_sendable(&mut self, field: &UnknownField) {
        if !field.sendable {
            let message = "Invalid input: it cannot be written as JSON".into();
            self.push(&[&field.name], "custom", "a JSON value", "unreadable", message);
        }
    }
}
