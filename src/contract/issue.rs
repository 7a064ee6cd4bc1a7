//! What is wrong with a request, in the shape of the server's own 422 response.

use serde::Serialize;
use tsify::Tsify;

/// One thing that is wrong with a request: the shape of an entry in the API's 422 response, used for
/// what is found before sending as well. Never holds a value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Tsify)]
pub struct ValidationIssue {
    /// Where: `["id"]` is the customer ID, all else is in the body, e.g. `["multiSelectValue", "2"]`.
    pub path: Vec<String>,
    /// What is wrong and what to do, for a person.
    pub message: String,
    /// What was expected, e.g. `"string"`.
    pub expected: &'static str,
    /// The type of what was received, e.g. `"number"`; never the value.
    pub received: String,
    /// zod's name of the fault: `"invalid_type"`, `"invalid_format"`, `"invalid_value"`,
    /// `"unrecognized_keys"`, `"too_big"`, `"custom"`; `"wrong_value_field"` if the definition's type
    /// has another field; or what the server says.
    pub code: &'static str,
}

/// What an issue that is found before sending is called.
pub mod code {
    /// A value is not of the documented type.
    pub const INVALID_TYPE: &str = "invalid_type";
    /// A string is not written as documented.
    pub const INVALID_FORMAT: &str = "invalid_format";
    /// A value is not one of those that the definition has.
    pub const INVALID_VALUE: &str = "invalid_value";
    /// A key is not documented.
    pub const UNRECOGNIZED_KEYS: &str = "unrecognized_keys";
    /// A list is too long.
    pub const TOO_BIG: &str = "too_big";
    /// A value is in another field than that of the definition's type.
    pub const WRONG_VALUE_FIELD: &str = "wrong_value_field";
    /// All else.
    pub const CUSTOM: &str = "custom";

    /// All of them.
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
