//! The documented UUID pattern, letter for letter.

/// Whether `text` matches the documented pattern: hyphenated, versions 1 to 8 of the RFC variant,
/// the nil UUID, or the max UUID in lower case only. Written by hand, since the uuid crate's parser
/// accepts three more forms and is three times as large.
pub fn is_documented_uuid(text: &str) -> bool {
    let fits = |index, byte: u8| match index {
        14 => matches!(byte, b'1'..=b'8'),
        19 => matches!(byte, b'8' | b'9' | b'a' | b'b' | b'A' | b'B'),
        _ => byte.is_ascii_hexdigit(),
    };
    is_uuid(text, &fits) || is_all(text, b'0') || is_all(text, b'f')
}

/// The UUID whose every digit is `digit`.
fn is_all(text: &str, digit: u8) -> bool {
    is_uuid(text, &|_, byte| byte == digit)
}

/// Whether a text has a UUID's length and hyphens, and digits that fit their place.
fn is_uuid(text: &str, fits: &dyn Fn(usize, u8) -> bool) -> bool {
    let is_fit = |(index, byte)| match index {
        8 | 13 | 18 | 23 => byte == b'-',
        _ => fits(index, byte),
    };
    text.len() == 36 && text.bytes().enumerate().all(is_fit)
}

/// What is wrong with a string that is not a documented UUID, if that is clear.
pub(super) fn uuid_hint(text: &str) -> &'static str {
    let bytes = text.as_bytes();
    if bytes.first().is_some_and(u8::is_ascii_whitespace)
        || bytes.last().is_some_and(u8::is_ascii_whitespace)
        // A no-break space or a byte order mark, as spreadsheets and web pages leave them.
        || matches!(bytes, [0xc2, 0xa0, ..] | [.., 0xc2, 0xa0] | [0xef, 0xbb, 0xbf, ..])
    {
        "Invalid UUID: white space around it"
    } else if bytes.first() == Some(&b'{') {
        "Invalid UUID: braces around it"
    } else if is_all(text, b'F') {
        "Invalid UUID: the max UUID must be in lower case"
    } else if !text.is_empty() && text.len() != 36 {
        "Invalid UUID: it must have 36 characters, hyphens included"
    } else {
        "Invalid UUID"
    }
}
