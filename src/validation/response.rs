//! Whether a success response is what the documentation promises.

use super::raw::Raw;
use super::request::CheckedRequest;
use super::uuid::is_documented_uuid;
use crate::contract::{Operation, Shape};
use crate::text::joined;

/// Checks the documented fields, in the order of [`Operation::response_fields`]; the error says
/// which field is not as documented.
pub fn check_response(operation: &Operation, fields: &[Raw]) -> Result<(), String> {
    for (index, field) in operation.response_fields.iter().enumerate() {
        let raw = fields.get(index).unwrap_or(&Raw::Absent);
        let is_documented = match (field.shape, raw) {
            (_, Raw::Null) => field.nullable,
            (Shape::Uuid, Raw::Text(text)) => is_documented_uuid(text),
            (Shape::Exactly(exactly), Raw::Text(text)) => *text == exactly,
            (Shape::Text, raw) => is_text(raw),
            (Shape::Boolean, Raw::Boolean) => true,
            (Shape::TextList, Raw::List(items)) => items.iter().all(is_text),
            (Shape::TextList, Raw::LongList) => true,
            _ => false,
        };
        if !is_documented {
            return Err(joined(&[
                "has an undocumented ",
                field.name,
                ": received ",
                raw.type_name(),
            ]));
        }
    }
    Ok(())
}

/// Whether a response belongs to this request: the fields that echo it have the same values.
/// `fields` are in the order of [`Operation::response_fields`].
pub fn shows_request(request: &CheckedRequest, fields: &[Raw]) -> bool {
    let Operation { echoes, response_fields, .. } = request.operation();
    request.echoes().len() == echoes.len()
        && echoes.iter().zip(request.echoes()).all(|(echo, sent)| {
            let at = response_fields.iter().position(|field| field.name == echo.returned);
            match at.and_then(|at| fields.get(at)) {
                Some(Raw::Text(returned)) => returned.eq_ignore_ascii_case(sent),
                _ => false,
            }
        })
}

/// In a response a lone surrogate is the server's business: the value reaches the caller unchanged.
fn is_text(raw: &Raw) -> bool {
    matches!(raw, Raw::Text(_) | Raw::LoneSurrogate)
}
