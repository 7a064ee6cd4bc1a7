//! The checks: what came from outside becomes a [`CheckedRequest`], or issues in the server's shape.
//! All issues are collected, and none of them holds a value.

mod nearest;
mod raw;
mod request;
mod response;
mod uuid;

pub use raw::{Raw, RawBody, UnknownField};
pub use request::{CheckedRequest, UnknownFields, check_request};
pub use response::check_response;
pub use uuid::is_documented_uuid;
