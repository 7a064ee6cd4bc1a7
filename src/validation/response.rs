//! Whether a success answer is what the documentation promises.

use super::raw::Raw;
use super::uuid::is_documented_uuid;
use crate::contract::{RESPONSE_FIELDS, Shape};

/// Checks what the documented keys hold, in the order of [`RESPONSE_FIELDS`]; the error says which
/// key is not as documented.
pub fn check_response(fields: &[Raw]) -> Result<(), String> {
    for (index, field) in RESPONSE_FIELDS.iter().enumerate() {
        let raw = fields.get(index).unwrap_or(&Raw::Absent);
        let fits = match (field.shape, raw) {
            (_, Raw::Null) => field.nullable,
            (Shape::Uuid, Raw::Text(text)) => is_documented_uuid(text),
            (Shape::Customers, Raw::Text(text)) => *text == "customers",
            (Shape::Text, raw) => is_text(raw),
            (Shape::Boolean, Raw::Boolean) => true,
            (Shape::TextList, Raw::List(items)) => items.iter().all(is_text),
            (Shape::TextList, Raw::LongList) => true,
            _ => false,
        };
        if !fits {
            let mut message = String::from("has an undocumented ");
            message.push_str(field.name);
            message.push_str(": received ");
            message.push_str(raw.type_name());
            return Err(message);
        }
    }
    Ok(())
}

/// In an answer a lone surrogate is the server's business: the value reaches the caller as it came.
fn is_text(raw: &Raw) -> bool {
    matches!(raw, Raw::Text(_) | Raw::LoneSurrogate)
}
