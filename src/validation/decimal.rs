//! Numbers as text.

/// As `to_string` does, which takes along a table of 200 bytes.
pub fn decimal(number: usize) -> String {
    let mut digits = match number {
        0..=9 => String::new(),
        _ => decimal(number / 10),
    };
    digits.push_str("0123456789".get(number % 10..=number % 10).unwrap_or_default());
    digits
}

#[cfg(test)]
mod tests {
    use super::decimal;

    #[test]
    fn is_as_to_string_has_it() {
        for number in [0, 1, 9, 10, 99, 100, 1907, 99_999, usize::MAX] {
            assert_eq!(decimal(number), number.to_string());
        }
    }
}
