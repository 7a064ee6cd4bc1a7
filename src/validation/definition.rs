//! Checks definitions, and a request's values against a definition.

use super::issues::{Issue, Issues};
use super::nearest::nearest;
use super::raw::Raw;
use crate::contract::{CustomFieldType, Operation, Shape, ValidationIssue, code};
use crate::text::{decimal, joined};

/// An unchecked definition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RawDefinition {
    /// An object.
    Object {
        /// Its ID.
        id: Raw,
        /// Its type.
        field_type: Raw,
        /// Its options.
        options: Raw,
    },
    /// Not an object.
    Other(Raw),
}

/// What a request's value is checked against.
#[derive(Clone, Debug)]
pub struct Definition {
    /// Its ID.
    pub id: String,
    /// The type of its values.
    pub field_type: CustomFieldType,
    /// Its options; `None` if any text is valid. If each option in a request is a [`Raw::Option`], the
    /// list may be left empty.
    pub options: Option<Vec<String>>,
}

/// Messages list no more options than a person reads.
const MAX_LISTED: usize = 5;

/// Checks a definition and returns its type; the error is everything that is wrong with it.
pub fn check_definition(raw: &RawDefinition) -> Result<CustomFieldType, Vec<ValidationIssue>> {
    let mut issues = Issues::default();
    let mut found = None;
    match raw {
        RawDefinition::Object { id, field_type, options } => {
            issues.check(&["id"], Shape::Uuid, id);
            found = match field_type {
                Raw::Text(name) => {
                    CustomFieldType::ALL.into_iter().find(|each| each.name() == name)
                }
                _ => None,
            };
            if found.is_none() {
                issues.no_type(field_type);
            }
            if !matches!(options, Raw::Absent | Raw::Null) {
                issues.check(&["options"], Shape::TextList, options);
            }
        }
        RawDefinition::Other(raw) => issues.wrong_type(&[], "object", raw),
    }
    let issues = issues.into_vec();
    found.filter(|_| issues.is_empty()).ok_or(issues)
}

/// Everything in a body that does not match its definition. Fields that are not of the documented
/// type are left to the check of the request.
pub fn check_value(
    operation: &Operation,
    definition: &Definition,
    fields: &[Raw],
) -> Vec<ValidationIssue> {
    let mut issues = Issues::default();
    let right = definition.field_type.value_field();
    for (field, raw) in operation.request_fields.iter().zip(fields) {
        match raw {
            Raw::Absent | Raw::Null => {}
            Raw::Text(id)
                if field.shape == Shape::Uuid && !id.eq_ignore_ascii_case(&definition.id) =>
            {
                issues.other_definition(field.name);
            }
            _ if field.shape == Shape::Uuid => {}
            _ if field.name != right => issues.wrong_field(field.name, definition.field_type, raw),
            Raw::Text(text) if definition.field_type.has_options() => {
                issues.check_option(&[right], text, definition);
            }
            Raw::List(items) => {
                for (index, item) in (0..).zip(items) {
                    if let Raw::Text(text) = item {
                        issues.check_option(&[right, &decimal(index)], text, definition);
                    }
                }
            }
            _ => {}
        }
    }
    issues.into_vec()
}

impl Issues {
    fn no_type(&mut self, raw: &Raw) {
        const EXPECTED: &str = "text, number, boolean, date, select or multi_select";
        self.push(Issue {
            path: &["fieldType"],
            code: code::INVALID_VALUE,
            expected: EXPECTED,
            received: raw.type_name(),
            message: &["Invalid type of field: expected ", EXPECTED],
        });
    }

    fn other_definition(&mut self, field: &str) {
        self.push(Issue {
            path: &[field],
            code: code::INVALID_VALUE,
            expected: "the definition's ID",
            received: "string",
            message: &[
                "Wrong definition: the value is checked against a definition with another ID",
            ],
        });
    }

    fn wrong_field(&mut self, field: &str, field_type: CustomFieldType, raw: &Raw) {
        let right = field_type.value_field();
        self.push(Issue {
            path: &[field],
            code: code::WRONG_VALUE_FIELD,
            expected: right,
            received: raw.type_name(),
            message: &[
                "Wrong field: the definition's type is ",
                field_type.name(),
                ", so the value belongs in ",
                right,
            ],
        });
    }

    fn check_option(&mut self, path: &[&str], text: &str, definition: &Definition) {
        let Some(options) = &definition.options else { return };
        if options.iter().any(|option| option == text) {
            return;
        }
        self.push(Issue {
            path,
            code: code::INVALID_VALUE,
            expected: "one of the definition's options",
            received: "string",
            message: &["Invalid option: ", &expected_options(text, options)],
        });
    }
}

/// The expected options; if there are many, only the nearest.
fn expected_options(text: &str, options: &[String]) -> String {
    let count = options.len();
    if count == 0 {
        return "the definition has no options".into();
    }
    let mut listed = String::from("expected ");
    if count <= MAX_LISTED {
        for (index, option) in (1..).zip(options) {
            let before = match index {
                1 => "",
                _ if index == count => " or ",
                _ => ", ",
            };
            listed = joined(&[&listed, before, "\"", option, "\""]);
        }
        if count == 1 {
            return listed;
        }
    } else {
        listed = joined(&["expected one of ", &decimal(count as u32), " options"]);
    }
    let nearest = nearest(&mut options.iter().map(String::as_str), text);
    joined(&[&listed, "; the nearest is \"", nearest, "\""])
}
