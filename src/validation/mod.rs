//! The checks: what is wrong with input from outside, as issues in the server's shape.
//! All issues are collected, and none of them holds a value.

mod definition;
mod issues;
mod nearest;
mod raw;
mod request;
mod response;
mod uuid;

pub use definition::{Definition, RawDefinition, check_definition, check_value};
pub use issues::MAX_ISSUES;
pub use raw::{MAX_ELEMENTS, Raw, RawBody, UnknownField};
pub use request::{CheckedRequest, UnknownFields, check_request};
pub use response::{check_response, shows_request};
pub use uuid::is_documented_uuid;
