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
    /// zod's name of the fault: `"invalid_type"`, `"invalid_format"`, `"unrecognized_keys"`,
    /// `"too_big"`, `"custom"`, or what the server says.
    pub code: &'static str,
}
