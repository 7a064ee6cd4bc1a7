//! The checks: what is wrong with what came from outside, as issues in the server's shape.
//! All issues are collected, and none of them holds a value.

mod decimal;
mod nearest;
mod raw;
mod request;
mod response;
mod uuid;

pub use decimal::decimal;
pub use raw::{Raw, RawBody, UnknownField};
pub use request::{UnknownFields, check_request};
pub use response::check_response;
pub use uuid::is_documented_uuid;
