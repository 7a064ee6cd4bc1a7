//! A value of unknown make, read once and owned, so that nothing can change behind the checks.

/// The longest array that is read. A longer one is refused, since its length may be a proxy's lie.
pub const MAX_LIST: u32 = 100_000;

/// A value as it was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Raw {
    /// Absent or `undefined`.
    Absent,
    /// `null`.
    Null,
    /// `true` or `false`.
    Boolean(bool),
    /// A string that is Unicode text.
    Text(String),
    /// A string with a lone surrogate: no Unicode text; it would be changed on the way.
    LoneSurrogate,
    /// An array's elements.
    List(Vec<Raw>),
    /// An array of more than [`MAX_LIST`] elements.
    LongList,
    /// Reading it threw.
    Unreadable,
    /// Anything else, by the name of its type.
    Other(String),
}

/// A request body as it was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RawBody {
    /// An object: what the documented keys hold, in the order of
    /// [`REQUEST_FIELDS`](crate::contract::REQUEST_FIELDS), and the other keys.
    Object(Vec<Raw>, Vec<UnknownField>),
    /// No object.
    Other(Raw),
}

/// A key that the documentation does not know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownField {
    /// The key.
    pub name: String,
    /// Its value as JSON text, where it is to be sent and can be.
    pub json: Option<String>,
}

impl Raw {
    /// The type's name, as zod names it.
    pub fn type_name(&self) -> &str {
        match self {
            Raw::Absent => "undefined",
            Raw::Null => "null",
            Raw::Boolean(_) => "boolean",
            Raw::Text(_) | Raw::LoneSurrogate => "string",
            Raw::List(_) | Raw::LongList => "array",
            Raw::Unreadable => "unreadable",
            Raw::Other(name) => name,
        }
    }
}
