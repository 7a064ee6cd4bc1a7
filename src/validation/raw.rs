//! What was found of a value of unknown make. It was read once, so that nothing can change behind the
//! checks.

/// A longer array is rejected.
pub const MAX_ELEMENTS: u32 = 100_000;

/// What was found of a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Raw {
    /// Absent or `undefined`.
    Absent,
    /// `null`.
    Null,
    /// `true` or `false`.
    Boolean,
    /// A string that is Unicode text. The text may be left out where no check looks at it.
    Text(String),
    /// A string that is one of the definition's options, letter for letter.
    Option,
    /// A string with a lone surrogate: no Unicode text; it would be changed on the way.
    LoneSurrogate,
    /// An array's elements.
    List(Vec<Raw>),
    /// An array of more than [`MAX_ELEMENTS`]; its length may be a proxy's lie.
    LongList,
    /// Reading it threw.
    Unreadable,
    /// Anything else, by the name of its type.
    Other(String),
}

/// A request body as it was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RawBody {
    /// An object.
    Object {
        /// What the documented fields hold, in the order of
        /// [`Operation::request_fields`](crate::contract::Operation::request_fields).
        fields: Vec<Raw>,
        /// The other keys.
        unknown: Vec<UnknownField>,
    },
    /// Not an object.
    Other(Raw),
}

/// A key that the documentation does not know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownField {
    /// The key.
    pub name: String,
    /// Whether it can be sent as JSON.
    pub sendable: bool,
}

impl Raw {
    /// The type's name, as zod names it.
    pub fn type_name(&self) -> &str {
        match self {
            Raw::Absent => "undefined",
            Raw::Null => "null",
            Raw::Boolean => "boolean",
            Raw::Text(_) | Raw::Option | Raw::LoneSurrogate => "string",
            Raw::List(_) | Raw::LongList => "array",
            Raw::Unreadable => "unreadable",
            Raw::Other(name) => name,
        }
    }
}
