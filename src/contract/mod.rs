//! The documented shapes: the operation, its request and response, issues, and how calls fail.
//! Nothing here decides anything.
//!
//! Source: the page "Create customer custom field value" of careCycle's API documentation.

mod error;
mod field;
mod issue;
mod operation;
mod request;
mod response;

pub use error::{Attempt, ErrorClass, ErrorReport, Outcome, SERVER_CODES};
pub use field::{Field, Shape};
pub use issue::ValidationIssue;
pub use operation::{BASE_URL, CREATE_CUSTOM_FIELD_VALUE, Echo, OPERATIONS, Operation};
pub use request::CreateCustomerCustomFieldValueRequest;
pub use response::CustomerCustomFieldValue;
