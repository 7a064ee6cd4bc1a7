//! Whether a request may be sent.

use super::nearest::nearest_field;
use super::raw::{Raw, RawBody, UnknownField};
use super::uuid::{is_documented_uuid, uuid_hint};
use crate::contract::{Echo, Operation, Shape, ValidationIssue};
use crate::text::{decimal, joined};

/// How keys that the documentation does not know are treated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnknownFields {
    /// Each is an issue: the server would drop it silently.
    Refuse,
    /// They are sent as they are.
    Send,
}

/// Proof that a request may be sent: only [`check_request`] makes one.
#[derive(Clone, Debug)]
pub struct CheckedRequest {
    operation: &'static Operation,
    /// What a response to it holds, in the order of [`Operation::echoes`].
    echoes: Vec<String>,
}

impl CheckedRequest {
    /// What it is a request of.
    pub fn operation(&self) -> &'static Operation {
        self.operation
    }

    /// What a response to it holds, in the order of [`Operation::echoes`].
    pub fn echoes(&self) -> &[String] {
        &self.echoes
    }
}

/// Checks a request; the error is everything that is wrong with it.
pub fn check_request(
    operation: &'static Operation,
    path_arguments: &[Raw],
    body: &RawBody,
    unknown_fields: UnknownFields,
) -> Result<CheckedRequest, Vec<ValidationIssue>> {
    let mut issues = Issues(Vec::new());
    for (index, name) in operation.path_parameters.iter().enumerate() {
        issues.check(&[name], Shape::Uuid, path_arguments.get(index).unwrap_or(&Raw::Absent));
    }
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
    if !issues.0.is_empty() {
        return Err(issues.0);
    }
    Ok(CheckedRequest { operation, echoes: echoes_of(operation, path_arguments, body) })
}

fn echoes_of(operation: &Operation, path_arguments: &[Raw], body: &RawBody) -> Vec<String> {
    let fields: &[Raw] = match body {
        RawBody::Object { fields, .. } => fields,
        RawBody::Other(_) => &[],
    };
    let mut echoes = Vec::with_capacity(operation.echoes.len());
    for Echo { sent, .. } in operation.echoes {
        let parameter = operation.path_parameters.iter().position(|name| name == sent);
        let field = operation.request_fields.iter().position(|field| field.name == *sent);
        let raw = match (parameter, field) {
            (Some(at), _) => path_arguments.get(at),
            (_, Some(at)) => fields.get(at),
            _ => None,
        };
        if let Some(Raw::Text(text)) = raw {
            echoes.push(text.clone());
        }
    }
    echoes
}

/// Nobody reads more of a list in which everything is wrong.
pub const MAX_ISSUES: usize = 1000;

struct Issues(Vec<ValidationIssue>);

/// An issue in the making; its message in parts.
struct Issue<'a> {
    path: &'a [&'a str],
    code: &'static str,
    expected: &'static str,
    received: &'a str,
    message: &'a [&'a str],
}

impl Issues {
    fn push(&mut self, issue: Issue) {
        let Issue { path, code, expected, received, message } = issue;
        if self.0.len() < MAX_ISSUES {
            let path = path.iter().map(|part| String::from(*part)).collect();
            let (received, message) = (received.into(), joined(message));
            self.0.push(ValidationIssue { path, message, expected, received, code });
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
                        let (mut path, place) = (path.to_vec(), decimal(index as u32));
                        path.push(&place);
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
        let (code, expected, received) = ("invalid_format", "uuid", "string");
        self.push(Issue { path, code, expected, received, message: &[uuid_hint(text)] });
    }

    fn wrong_type(&mut self, path: &[&str], expected: &'static str, raw: &Raw) {
        let received = raw.type_name();
        let (code, expected, message): (_, _, &[&str]) = match raw {
            Raw::LoneSurrogate if expected == "string" => (
                "invalid_format",
                "well-formed Unicode text",
                &["Invalid string: it holds a lone surrogate, which is not Unicode text"],
            ),
            Raw::Unreadable => {
                ("custom", expected, &["Invalid input: reading it threw an exception"])
            }
            Raw::LongList => (
                "too_big",
                "at most 100000 elements",
                &["Too big: an array may have at most 100000 elements"],
            ),
            _ => {
                let hint = match path {
                    ["numberValue"] => "; write the number as a string so that no digit is lost",
                    _ => "",
                };
                let message = ["Invalid input: expected ", expected, ", received ", received, hint];
                let code = "invalid_type";
                return self.push(Issue { path, code, expected, received, message: &message });
            }
        };
        self.push(Issue { path, code, expected, received, message });
    }

    fn unrecognized(&mut self, operation: &Operation, field: &UnknownField) {
        let nearest = nearest_field(operation.request_fields, &field.name);
        self.push(Issue {
            path: &[&field.name],
            code: "unrecognized_keys",
            expected: nearest,
            received: "unknown key",
            message: &[
                "Unrecognized key: not a documented field; the nearest is \"",
                nearest,
                "\"",
            ],
        });
    }

    fn check_sendable(&mut self, field: &UnknownField) {
        if !field.sendable {
            self.push(Issue {
                path: &[&field.name],
                code: "custom",
                expected: "a JSON value",
                received: "unreadable",
                message: &["Invalid input: it cannot be written as JSON"],
            });
        }
    }
}
