//! Finds the name that a misspelled one was meant to be.

use crate::contract::Field;

/// The documented field that a wrong key was meant to be.
pub(super) fn nearest_field(fields: &'static [Field], key: &str) -> &'static str {
    nearest(&mut fields.iter().map(|field| field.name), key)
}

/// The name that shares most of its beginning and its end with `wrong`; case, `_` and `-` do not count.
pub(super) fn nearest<'a>(names: &mut dyn Iterator<Item = &'a str>, wrong: &str) -> &'a str {
    let wrong = letters(wrong);
    let (mut nearest, mut most) = ("", 0);
    for name in names {
        let letters = letters(name);
        let mut shared = 1;
        for (a, b) in wrong.iter().zip(&letters) {
            if a != b {
                break;
            }
            shared += 1;
        }
        for (a, b) in wrong.iter().rev().zip(letters.iter().rev()) {
            if a != b {
                break;
            }
            shared += 1;
        }
        if shared > most {
            (nearest, most) = (name, shared);
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
    use super::{nearest, nearest_field};
    use crate::contract::CREATE_CUSTOM_FIELD_VALUE;

    #[test]
    fn suggests_the_field_that_was_meant() {
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

    #[test]
    fn suggests_the_option_that_was_meant() {
        let options = ["Gold", "Silver", "Bronze", "Größe 1", "Größe 2"];
        for (wrong, meant) in [
            ("gold", "Gold"),
            ("SILVER ", "Silver"),
            ("bronce", "Bronze"),
            ("größe 2", "Größe 2"),
            ("Platinum", "Gold"),
        ] {
            assert_eq!(nearest(&mut options.iter().copied(), wrong), meant, "{wrong}");
        }
        assert_eq!(nearest(&mut [].iter().copied(), "any"), "");
    }
}
