//! Whether a request may be sent.

use super::issues::{Issue, Issues};
use super::nearest::nearest_field;
use super::raw::{Raw, RawBody, UnknownField};
use crate::contract::{Echo, Operation, Shape, ValidationIssue, code};

/// How undocumented keys are treated.
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
    /// The values that its response must repeat, in the order of [`Operation::echoes`].
    echoes: Vec<String>,
}

impl CheckedRequest {
    /// The requested operation.
    pub fn operation(&self) -> &'static Operation {
        self.operation
    }

    /// The values that its response must repeat, in the order of [`Operation::echoes`].
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
    let mut issues = Issues::default();
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
    let issues = issues.into_vec();
    if !issues.is_empty() {
        return Err(issues);
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

impl Issues {
    fn unrecognized(&mut self, operation: &Operation, field: &UnknownField) {
        let nearest = nearest_field(operation.request_fields, &field.name);
        self.push(Issue {
            path: &[&field.name],
            code: code::UNRECOGNIZED_KEYS,
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
                code: code::CUSTOM,
                expected: "a JSON value",
                received: "unreadable",
                message: &["Invalid input: it cannot be written as JSON"],
            });
        }
    }
}
