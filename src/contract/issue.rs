//! What is wrong with a request, in the shape of the server's own 422 response.

use serde::Serialize;
use tsify::Tsify;

/// One problem of a request, in the shape of an entry in the API's 422 response; problems found
/// before sending have the same shape. Never contains a value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Tsify)]
pub struct ValidationIssue {
    /// The path of the problem: `["id"]` is the customer ID, anything else is in the body, e.g.
    /// `["multiSelectValue", "2"]`.
    pub path: Vec<String>,
    /// What is wrong and what to do, for people.
    pub message: String,
    /// What was expected, e.g. `"string"`.
    pub expected: &'static str,
    /// The type of what was received, e.g. `"number"`; never the value.
    pub received: String,
    /// zod's code for the problem: `"invalid_type"`, `"invalid_format"`, `"invalid_value"`,
    /// `"unrecognized_keys"`, `"too_big"`, `"custom"`; `"wrong_value_field"` if the value is not in
    /// the field for the definition's type; or the server's own.
    pub code: &'static str,
}

/// The codes of issues that are found before sending.
pub mod code {
    /// A value is not of the documented type.
    pub const INVALID_TYPE: &str = "invalid_type";
    /// A string does not have the documented format.
    pub const INVALID_FORMAT: &str = "invalid_format";
    /// A value is not one of the definition's options.
    pub const INVALID_VALUE: &str = "invalid_value";
    /// A key is not documented.
    pub const UNRECOGNIZED_KEYS: &str = "unrecognized_keys";
    /// A list is too long.
    pub const TOO_BIG: &str = "too_big";
    /// A value is not in the field for the definition's type.
    pub const WRONG_VALUE_FIELD: &str = "wrong_value_field";
    /// Anything else.
    pub const CUSTOM: &str = "custom";

    /// All codes.
    pub const ALL: [&str; 7] = [
        INVALID_TYPE,
        INVALID_FORMAT,
        INVALID_VALUE,
        UNRECOGNIZED_KEYS,
        TOO_BIG,
        WRONG_VALUE_FIELD,
        CUSTOM,
    ];
}
