//! A custom field's definition, as `GET /v2/custom-fields` returns it.

use serde::Serialize;
use tsify::Tsify;

/// What a custom field's definition says about its values. Other properties, such as those of the API's
/// response, are ignored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct CustomFieldDefinition {
    /// Its UUID: the `fieldDefinitionId` of its values.
    pub id: String,
    /// The type of its values.
    pub field_type: CustomFieldType,
    /// The values that a `select` or `multi_select` field allows; if absent, any text is valid.
    #[tsify(optional, type = "readonly string[] | null | undefined")]
    pub options: Option<Vec<String>>,
}

/// The type of a custom field's values.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Tsify)]
#[serde(rename_all = "snake_case")]
pub enum CustomFieldType {
    /// Text.
    Text,
    /// A number.
    Number,
    /// Yes or no.
    Boolean,
    /// A date.
    Date,
    /// One of the options.
    Select,
    /// Some of the options.
    MultiSelect,
}

impl CustomFieldType {
    /// All types.
    pub const ALL: [CustomFieldType; 6] = [
        CustomFieldType::Text,
        CustomFieldType::Number,
        CustomFieldType::Boolean,
        CustomFieldType::Date,
        CustomFieldType::Select,
        CustomFieldType::MultiSelect,
    ];

    /// Its name on the wire.
    pub fn name(self) -> &'static str {
        match self {
            CustomFieldType::Text => "text",
            CustomFieldType::Number => "number",
            CustomFieldType::Boolean => "boolean",
            CustomFieldType::Date => "date",
            CustomFieldType::Select => "select",
            CustomFieldType::MultiSelect => "multi_select",
        }
    }

    /// The field of a request that holds a value of this type.
    pub fn value_field(self) -> &'static str {
        match self {
            CustomFieldType::Text => "textValue",
            CustomFieldType::Number => "numberValue",
            CustomFieldType::Boolean => "booleanValue",
            CustomFieldType::Date => "dateValue",
            CustomFieldType::Select => "selectValue",
            CustomFieldType::MultiSelect => "multiSelectValue",
        }
    }

    /// Whether its values are options of the definition.
    pub fn has_options(self) -> bool {
        matches!(self, CustomFieldType::Select | CustomFieldType::MultiSelect)
    }
}

#[cfg(test)]
mod tests {
    use super::CustomFieldType;
    use crate::contract::CREATE_CUSTOM_FIELD_VALUE;

    #[test]
    fn each_type_has_its_field_of_the_request() {
        let fields = CREATE_CUSTOM_FIELD_VALUE.request_fields;
        let names: Vec<_> = CustomFieldType::ALL.map(CustomFieldType::value_field).into();
        assert_eq!(names, fields.iter().skip(1).map(|field| field.name).collect::<Vec<_>>());
    }
}
