//! The documented shapes: request, response, issues. Nothing here decides anything.
//!
//! Source: the page "Create customer custom field value" of careCycle's API documentation.

mod field;
mod issue;
mod request;
mod response;

pub use field::{Field, REQUEST_FIELDS, RESPONSE_FIELDS, Shape};
pub use issue::ValidationIssue;
pub use request::CreateCustomerCustomFieldValueRequest;
pub use response::CustomerCustomFieldValue;
