//! Whether a request may be sent.

use super::decimal::decimal;
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

/// Names everything that is wrong with a request; nothing where it may be sent.
pub fn check_request(
    customer_id: &Raw,
    body: RawBody,
    unknown: UnknownFields,
) -> Vec<ValidationIssue> {
    let mut found = Issues(Vec::new());
    found.check(&["id"], Shape::Uuid, customer_id);
    match body {
        RawBody::Object(fields, others) => {
            for (index, field) in REQUEST_FIELDS.iter().enumerate() {
                match fields.get(index).unwrap_or(&Raw::Absent) {
                    Raw::Absent | Raw::Null if field.nullable => {}
                    raw => found.check(&[field.name], field.shape, raw),
                }
            }
            for field in others {
                found.unknown(field, unknown);
            }
        }
        RawBody::Other(raw) => found.wrong(&[], "object", &raw),
    }
    found.0
}

/// Nobody reads more of a list in which everything is wrong.
const MOST_ISSUES: usize = 1000;

struct Issues(Vec<ValidationIssue>);

impl Issues {
    fn push(
        &mut self,
        path: &[&str],
        code: &'static str,
        expected: &'static str,
        received: &str,
        message: &[&str],
    ) {
        if self.0.len() == MOST_ISSUES {
            return;
        }
        let mut issue = ValidationIssue {
            path: Vec::new(),
            message: String::new(),
            expected,
            received: received.into(),
            code,
        };
        for part in path {
            issue.path.push((*part).into());
        }
        for part in message {
            issue.message.push_str(part);
        }
        self.0.push(issue);
    }

    fn wrong(&mut self, path: &[&str], expected: &'static str, raw: &Raw) {
        let received = raw.type_name();
        let hint = match path {
            ["numberValue"] => "; write the number as a string so that no digit is lost",
            _ => "",
        };
        let wrong_type = ["Invalid input: expected ", expected, ", received ", received, hint];
        let (code, expected, message): (_, _, &[_]) = match raw {
            Raw::LoneSurrogate if expected == "string" => (
                "invalid_format",
                "well-formed Unicode text",
                &["Invalid string: it holds a lone surrogate, which is no Unicode text"],
            ),
            Raw::Unreadable => {
                ("custom", expected, &["Invalid input: reading it threw an exception"])
            }
            Raw::LongList => (
                "too_big",
                "at most 100000 elements",
                &["Too big: an array may have at most 100000 elements"],
            ),
            _ => ("invalid_type", expected, &wrong_type),
        };
        self.push(path, code, expected, received, message);
    }

    fn check(&mut self, path: &[&str], shape: Shape, raw: &Raw) {
        let hint = match (shape, raw) {
            (Shape::Uuid, Raw::Text(text)) if is_documented_uuid(text) => return,
            (Shape::Uuid, Raw::Text(text)) => uuid_hint(text),
            (Shape::Uuid, Raw::LoneSurrogate) => uuid_hint(""),
            (Shape::Text, Raw::Text(_)) | (Shape::Boolean, Raw::Boolean) => return,
            (Shape::TextList, Raw::List(items)) => {
                for (index, item) in items.iter().enumerate() {
                    if !matches!(item, Raw::Text(_)) {
                        let path = [path.first().copied().unwrap_or_default(), &decimal(index)];
                        self.wrong(&path, "string", item);
                    }
                }
                return;
            }
            (Shape::TextList, _) => return self.wrong(path, "array", raw),
            (Shape::Boolean, _) => return self.wrong(path, "boolean", raw),
            _ => return self.wrong(path, "string", raw),
        };
        self.push(path, "invalid_format", "uuid", "string", &[hint]);
    }

    fn unknown(&mut self, UnknownField { name, sendable }: UnknownField, mode: UnknownFields) {
        if mode == UnknownFields::Refuse {
            let nearest = nearest_field(name);
            let message =
                ["Unrecognized key: not a documented field; the nearest is \"", nearest, "\""];
            self.push(&[name], "unrecognized_keys", nearest, "unknown key", &message);
        } else if !sendable {
            let message = "Invalid input: it cannot be written as JSON";
            self.push(&[name], "custom", "a JSON value", "unreadable", &[message]);
        }
    }
}
