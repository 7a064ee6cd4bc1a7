//! The documented UUID pattern, letter for letter.

use uuid::{Uuid, Variant};

/// Whether `text` matches the documented pattern: hyphenated, versions 1 to 8 of the RFC variant,
/// the nil UUID, or the max UUID in lower case only.
pub fn is_documented_uuid(text: &str) -> bool {
    // Of the forms that the crate reads, only the hyphenated one has 36 characters.
    if text.len() != 36 {
        return false;
    }
    match Uuid::try_parse(text) {
        Ok(id) if id.is_nil() => true,
        Ok(id) if id.is_max() => text.bytes().all(|byte| byte == b'f' || byte == b'-'),
        Ok(id) => id.get_variant() == Variant::RFC4122 && (1..=8).contains(&id.get_version_num()),
        Err(_) => false,
    }
}

/// What is wrong with a string that is not a documented UUID, where it can be told.
pub(super) fn uuid_hint(text: &str) -> &'static str {
    let lower = text.to_ascii_lowercase();
    if text.trim() != text {
        "Invalid UUID: white space around it"
    } else if text.starts_with('{') {
        "Invalid UUID: braces around it"
    } else if lower.starts_with("urn:") {
        "Invalid UUID: urn: before it"
    } else if text.len() == 32 && !text.contains('-') {
        "Invalid UUID: its hyphens are missing"
    } else if lower == "ffffffff-ffff-ffff-ffff-ffffffffffff" {
        "Invalid UUID: the max UUID must be in lower case"
    } else if text.len() != 36 {
        "Invalid UUID: it must have 36 characters"
    } else {
        "Invalid UUID"
    }
}
