//! Operations as data: to add one is to add a value.

use super::field::{Field, Shape, field, nullable};

/// A documented operation on a customer.
#[derive(Clone, Copy, Debug)]
pub struct Operation {
    /// Its name in JavaScript.
    pub name: &'static str,
    /// The HTTP method.
    pub method: &'static str,
    /// The path after the base URL; `{id}` stands for the customer ID.
    pub path: &'static str,
    /// The parameters in braces in the path, each a UUID.
    pub path_parameters: &'static [&'static str],
    /// The request body's fields, in the documented order.
    pub request_fields: &'static [Field],
    /// The success response's fields, in the documented order. All of them are always present.
    pub response_fields: &'static [Field],
    /// The fields by which a response shows that it belongs to the request.
    pub echoes: &'static [Echo],
    /// What a 2xx response means, as the beginning of a sentence.
    pub done: &'static str,
}

/// A response field that repeats a part of the request.
#[derive(Clone, Copy, Debug)]
pub struct Echo {
    /// The path parameter or the field of the request's body.
    pub sent: &'static str,
    /// The response's field.
    pub returned: &'static str,
}

/// All operations. JavaScript refers to one by its index here, which `cargo xtask codegen` writes
/// down.
pub const OPERATIONS: &[&Operation] = &[&CREATE_CUSTOM_FIELD_VALUE];

/// The API's base URL.
pub const BASE_URL: &str = "https://api.carecycle.ai";

/// `POST /v2/customers/{id}/custom-fields`.
pub const CREATE_CUSTOM_FIELD_VALUE: Operation = Operation {
    name: "create",
    method: "POST",
    path: "/v2/customers/{id}/custom-fields",
    path_parameters: &["id"],
    request_fields: &[
        field("fieldDefinitionId", Shape::Uuid),
        nullable("textValue", Shape::Text),
        nullable("numberValue", Shape::Text),
        nullable("booleanValue", Shape::Boolean),
        nullable("dateValue", Shape::Text),
        nullable("selectValue", Shape::Text),
        nullable("multiSelectValue", Shape::TextList),
    ],
    response_fields: &[
        field("id", Shape::Uuid),
        nullable("createdAt", Shape::Text),
        nullable("updatedAt", Shape::Text),
        field("fieldDefinitionId", Shape::Uuid),
        field("recordId", Shape::Uuid),
        field("recordType", Shape::Exactly("customers")),
        nullable("textValue", Shape::Text),
        nullable("numberValue", Shape::Text),
        nullable("booleanValue", Shape::Boolean),
        nullable("dateValue", Shape::Text),
        nullable("selectValue", Shape::Text),
        nullable("multiSelectValue", Shape::TextList),
    ],
    echoes: &[
        Echo { sent: "id", returned: "recordId" },
        Echo { sent: "fieldDefinitionId", returned: "fieldDefinitionId" },
    ],
    done: "The value was created",
};
