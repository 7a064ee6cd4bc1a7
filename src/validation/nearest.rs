//! Which documented key a wrong key was meant to be.

use crate::contract::REQUEST_FIELDS;

/// Keys longer than this are compared by their beginning: more would cost time and tell nothing.
const COMPARED: usize = 32;

/// The documented request key nearest to `key` by edit distance, where a shared beginning tells most; case and
/// `_` do not count.
pub(super) fn nearest_field(key: &str) -> &'static str {
    let key = letters(key);
    let (mut nearest, mut least) = ("", isize::MAX);
    for field in &REQUEST_FIELDS {
        let name = letters(field.name);
        let shared = key.iter().zip(&name).take_while(|(a, b)| a == b).count();
        let far = distance(&key, &name) as isize - 2 * shared as isize;
        if far < least {
            (nearest, least) = (field.name, far);
        }
    }
    nearest
}

fn letters(name: &str) -> Vec<u8> {
    let mut letters = Vec::with_capacity(COMPARED);
    for byte in name.bytes().take(COMPARED) {
        if byte != b'_' && byte != b'-' {
            letters.push(byte.to_ascii_lowercase());
        }
    }
    letters
}

/// Levenshtein's distance, one row at a time.
fn distance(a: &[u8], b: &[u8]) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut diagonal = i;
        let mut left = i + 1;
        for (cell, y) in row.iter_mut().skip(1).zip(b) {
            let above = *cell;
            left = (diagonal + usize::from(x != y)).min(above + 1).min(left + 1);
            diagonal = above;
            *cell = left;
        }
        if let Some(first) = row.first_mut() {
            *first = i + 1;
        }
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::nearest_field;

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
        ] {
            assert_eq!(nearest_field(wrong), meant, "{wrong}");
        }
    }
}
