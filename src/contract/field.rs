//! The documented keys as data, for code that walks an object of unknown make.

/// What a documented key may hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// A string that matches the documented UUID pattern.
    Uuid,
    /// Any string.
    Text,
    /// `true` or `false`.
    Boolean,
    /// An array of strings.
    TextList,
    /// The string `"customers"`.
    Customers,
}

/// A documented key of a request or response body.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    /// The name on the wire.
    pub name: &'static str,
    /// What it may hold.
    pub shape: Shape,
    /// Whether `null` is allowed as well.
    pub nullable: bool,
}

const fn field(name: &'static str, shape: Shape) -> Field {
    Field { name, shape, nullable: false }
}

const fn nullable(name: &'static str, shape: Shape) -> Field {
    Field { name, shape, nullable: true }
}

/// The request body's keys, in the documented order. Only `fieldDefinitionId` is required.
pub const REQUEST_FIELDS: [Field; 7] = [
    field("fieldDefinitionId", Shape::Uuid),
    nullable("textValue", Shape::Text),
    nullable("numberValue", Shape::Text),
    nullable("booleanValue", Shape::Boolean),
    nullable("dateValue", Shape::Text),
    nullable("selectValue", Shape::Text),
    nullable("multiSelectValue", Shape::TextList),
];

/// The success response's keys, in the documented order. All of them are always present.
pub const RESPONSE_FIELDS: [Field; 12] = [
    field("id", Shape::Uuid),
    nullable("createdAt", Shape::Text),
    nullable("updatedAt", Shape::Text),
    field("fieldDefinitionId", Shape::Uuid),
    field("recordId", Shape::Uuid),
    field("recordType", Shape::Customers),
    nullable("textValue", Shape::Text),
    nullable("numberValue", Shape::Text),
    nullable("booleanValue", Shape::Boolean),
    nullable("dateValue", Shape::Text),
    nullable("selectValue", Shape::Text),
    nullable("multiSelectValue", Shape::TextList),
];
