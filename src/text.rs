//! Builds strings without `core::fmt`, which the build cuts: it would be a fifth of the module.

/// Joins the parts. Smaller than `concat`, which checks its arithmetic with panics.
pub(crate) fn joined(parts: &[&str]) -> String {
    let mut text = String::new();
    for part in parts {
        text.push_str(part);
    }
    text
}

/// The decimal digits of a number.
pub(crate) fn decimal(number: u32) -> String {
    let mut text = if number < 10 { String::new() } else { decimal(number / 10) };
    text.push(char::from(b'0' + (number % 10) as u8));
    text
}

#[cfg(test)]
mod tests {
    use super::{decimal, joined};

    #[test]
    fn joins_parts_in_their_order() {
        assert_eq!(joined(&["a", "", "bc"]), "abc");
        assert_eq!(joined(&[]), "");
    }

    #[test]
    fn writes_numbers_in_decimal() {
        for number in [0, 7, 10, 99, 100, 404, 99_999, u32::MAX] {
            assert_eq!(decimal(number), number.to_string());
        }
    }
}
