//! The documented shapes: the operation, its request and response, issues, and how calls fail.
//! Nothing here decides anything.
//!
//! Source: the page "Create customer custom field value" of careCycle's API documentation.

mod definition;
mod error;
mod field;
mod issue;
mod operation;
mod request;
mod response;

pub use definition::{CustomFieldDefinition, CustomFieldType};
pub use error::{Attempt, ErrorClass, ErrorReport, Outcome, SERVER_CODES};
pub use field::{Field, Shape};
pub use issue::{ValidationIssue, code};
pub use operation::{BASE_URL, CREATE_CUSTOM_FIELD_VALUE, Echo, OPERATIONS, Operation};
pub use request::CreateCustomerCustomFieldValueRequest;
pub use response::CustomerCustomFieldValue;
