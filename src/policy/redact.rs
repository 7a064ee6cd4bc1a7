//! Keeps request values out of what an error says.

/// Shorter values are no secret by themselves, and replacing them would wreck the sentence.
const SHORTEST: usize = 4;

/// A server's sentence longer than this is cut.
const LONGEST: usize = 1000;

/// `text` without any of `values`, cut to a readable length.
pub fn redact<'a>(text: &str, values: impl Iterator<Item = &'a str>) -> String {
    let mut text = text.to_owned();
    for value in values.filter(|value| value.len() >= SHORTEST) {
        if text.contains(value) {
            text = text.replace(value, "[redacted]");
        }
    }
    if let Some((end, _)) = text.char_indices().nth(LONGEST) {
        text.truncate(end);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::redact;

    #[test]
    fn removes_the_values_and_leaves_the_rest() {
        let values = ["Gold tier", "x", "Gold"];
        let said = "no option \"Gold tier\" in x; Gold is none";
        let kept = "no option \"[redacted]\" in x; [redacted] is none";
        assert_eq!(redact(said, values.into_iter()), kept);
    }

    #[test]
    fn cuts_a_long_sentence_between_characters() {
        assert_eq!(redact(&"ü".repeat(5000), [].into_iter()), "ü".repeat(1000));
    }
}
