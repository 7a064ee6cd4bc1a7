//! The success response's body.

use serde::Serialize;
use tsify::Tsify;

/// A created custom field value, as the API returns it. Every key is always present; undocumented
/// keys are passed on unchanged.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct CustomerCustomFieldValue {
    /// The value's own ID, a UUID.
    pub id: String,
    /// When it was created.
    #[tsify(type = "string | null")]
    pub created_at: Option<String>,
    /// When it was last changed.
    #[tsify(type = "string | null")]
    pub updated_at: Option<String>,
    /// The custom field's definition, a UUID.
    pub field_definition_id: String,
    /// The customer, a UUID.
    pub record_id: String,
    /// Always `"customers"`.
    #[tsify(type = "\"customers\"")]
    pub record_type: String,
    /// The value of a `text` field.
    #[tsify(type = "string | null")]
    pub text_value: Option<String>,
    /// The value of a `number` field: a decimal number as a string.
    #[tsify(type = "string | null")]
    pub number_value: Option<String>,
    /// The value of a `boolean` field.
    #[tsify(type = "boolean | null")]
    pub boolean_value: Option<bool>,
    /// The value of a `date` field.
    #[tsify(type = "string | null")]
    pub date_value: Option<String>,
    /// The value of a `select` field.
    #[tsify(type = "string | null")]
    pub select_value: Option<String>,
    /// The value of a `multi_select` field.
    #[tsify(type = "string[] | null")]
    pub multi_select_value: Option<Vec<String>>,
}
