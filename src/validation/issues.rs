//! Collects issues, and checks single values.

use super::raw::Raw;
use super::uuid::{is_documented_uuid, uuid_hint};
use crate::contract::{Shape, ValidationIssue, code};
use crate::text::{decimal, joined};

/// A report of more issues than this is of no use.
pub const MAX_ISSUES: usize = 1000;

/// The issues found so far.
#[derive(Default)]
pub(super) struct Issues(Vec<ValidationIssue>);

/// An issue whose message is still in parts.
pub(super) struct Issue<'a> {
    pub(super) path: &'a [&'a str],
    pub(super) code: &'static str,
    pub(super) expected: &'static str,
    pub(super) received: &'a str,
    pub(super) message: &'a [&'a str],
}

impl Issues {
    pub(super) fn into_vec(self) -> Vec<ValidationIssue> {
        self.0
    }

    pub(super) fn push(&mut self, issue: Issue) {
        let Issue { path, code, expected, received, message } = issue;
        if self.0.len() < MAX_ISSUES {
            let path = path.iter().map(|part| String::from(*part)).collect();
            let (received, message) = (received.into(), joined(message));
            self.0.push(ValidationIssue { path, message, expected, received, code });
        }
    }

    /// Checks the value of a documented field.
    pub(super) fn check(&mut self, path: &[&str], shape: Shape, raw: &Raw) {
        match (shape, raw) {
            (Shape::Uuid, Raw::Text(text)) if is_documented_uuid(text) => {}
            (Shape::Uuid, Raw::Text(text)) => self.not_a_uuid(path, text),
            (Shape::Uuid, Raw::LoneSurrogate) => self.not_a_uuid(path, ""),
            (Shape::Text, Raw::Text(_) | Raw::Option) | (Shape::Boolean, Raw::Boolean) => {}
            (Shape::Exactly(exactly), Raw::Text(text)) if *text == exactly => {}
            (Shape::TextList, Raw::List(items)) => {
                for (index, item) in items.iter().enumerate() {
                    if !matches!(item, Raw::Text(_) | Raw::Option) {
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
        let (code, expected, received) = (code::INVALID_FORMAT, "uuid", "string");
        self.push(Issue { path, code, expected, received, message: &[uuid_hint(text)] });
    }

    pub(super) fn wrong_type(&mut self, path: &[&str], expected: &'static str, raw: &Raw) {
        let received = raw.type_name();
        let (code, expected, message): (_, _, &[&str]) = match raw {
            Raw::LoneSurrogate if expected == "string" => (
                code::INVALID_FORMAT,
                "well-formed Unicode text",
                &["Invalid string: it contains a lone surrogate, which is not valid Unicode"],
            ),
            Raw::Unreadable => {
                (code::CUSTOM, expected, &["Invalid input: reading it threw an exception"])
            }
            Raw::LongList => (
                code::TOO_BIG,
                "at most 100000 elements",
                &["Too big: an array may have at most 100000 elements"],
            ),
            _ => {
                let hint = match path {
                    ["numberValue"] => "; write the number as a string so that no digit is lost",
                    _ => "",
                };
                let message = ["Invalid input: expected ", expected, ", received ", received, hint];
                let code = code::INVALID_TYPE;
                return self.push(Issue { path, code, expected, received, message: &message });
            }
        };
        self.push(Issue { path, code, expected, received, message });
    }
}
