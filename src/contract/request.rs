//! The request body.

use serde::Serialize;
use tsify::Tsify;

/// Body of `POST /v2/customers/{id}/custom-fields`.
///
/// Which value field must be set depends on the definition's type; the server checks that. A key
/// that is absent (or `undefined`) and a key that is `null` are different requests, and both are
/// valid.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct CreateCustomerCustomFieldValueRequest {
    /// The custom field's definition: a UUID (versions 1 to 8, nil, or max in lower case).
    pub field_definition_id: String,
    /// The value of a `text` field.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[tsify(optional, type = "string | null")]
    pub text_value: Option<Option<String>>,
    /// The value of a `number` field: a decimal number as a string, so that no digit is lost, e.g. `"12.50"`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[tsify(optional, type = "string | null")]
    pub number_value: Option<Option<String>>,
    /// The value of a `boolean` field.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[tsify(optional, type = "boolean | null")]
    pub boolean_value: Option<Option<bool>>,
    /// The value of a `date` field, as a string.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[tsify(optional, type = "string | null")]
    pub date_value: Option<Option<String>>,
    /// The value of a `select` field: one of the definition's options.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[tsify(optional, type = "string | null")]
    pub select_value: Option<Option<String>>,
    /// The value of a `multi_select` field: some of the definition's options.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[tsify(optional, type = "string[] | null")]
    pub multi_select_value: Option<Option<Vec<String>>>,
}
