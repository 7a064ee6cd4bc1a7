//! Which documented field a wrong key was meant to be.

use crate::contract::Field;

/// The field that shares most of its beginning and its end with `key`; case, `_` and `-` do not count.
pub(super) fn nearest_field(fields: &[Field], key: &str) -> &'static str {
    let key = letters(key);
    let (mut nearest, mut most) = ("", 0);
    for field in fields {
        let name = letters(field.name);
        let mut shared = 1;
        for (a, b) in key.iter().zip(&name) {
            if a != b {
                break;
            }
            shared += 1;
        }
        for (a, b) in key.iter().rev().zip(name.iter().rev()) {
            if a != b {
                break;
            }
            shared += 1;
        }
        if shared > most {
            (nearest, most) = (field.name, shared);
        }
    }
    nearest
}

fn letters(name: &str) -> Vec<u8> {
    let mut letters = Vec::new();
    for byte in name.bytes() {
        if byte != b'_' && byte != b'-' {
            letters.push(byte.to_ascii_lowercase());
        }
    }
    letters
}

#[cfg(test)]
mod tests {
    use super::nearest_field;
    use crate::contract::CREATE_CUSTOM_FIELD_VALUE;

    #[test]
    fn names_the_field_that_was_meant() {
        for (wrong, meant) in [
            ("textvalue", "textValue"),
            ("text_value", "textValue"),
            ("fieldDefinitionID", "fieldDefinitionId"),
            ("fieldId", "fieldDefinitionId"),
            ("definitionId", "fieldDefinitionId"),
            ("boolValue", "booleanValue"),
            ("multiselectValues", "multiSelectValue"),
            ("selectedValue", "selectValue"),
            ("numbrValue", "numberValue"),
            ("DateValue", "dateValue"),
            ("_dateValue_", "dateValue"),
            ("-boolean-", "booleanValue"),
            // Of fields that share as much, or nothing, the first.
            ("Value", "textValue"),
            ("", "fieldDefinitionId"),
        ] {
            let fields = CREATE_CUSTOM_FIELD_VALUE.request_fields;
            assert_eq!(nearest_field(fields, wrong), meant, "{wrong}");
        }
    }
}
