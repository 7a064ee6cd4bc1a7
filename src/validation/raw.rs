//! A value of unknown shape, as it was read. It is read only once, so it cannot change after the
//! checks.

/// A longer array is rejected.
pub const MAX_ELEMENTS: u32 = 100_000;

/// A value as it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Raw {
    /// Absent or `undefined`.
    Absent,
    /// `null`.
    Null,
    /// `true` or `false`.
    Boolean,
    /// A string of valid Unicode. The text may be left out if no check needs it.
    Text(String),
    /// A string that is one of the definition's options, letter for letter.
    Option,
    /// A string with a lone surrogate: it is not valid Unicode and would be changed when sent.
    LoneSurrogate,
    /// An array's elements.
    List(Vec<Raw>),
    /// An array of more than [`MAX_ELEMENTS`]; a proxy may claim any length.
    LongList,
    /// Reading it threw.
    Unreadable,
    /// Anything else, by the name of its type.
    Other(String),
}

/// A request body as it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RawBody {
    /// An object.
    Object {
        /// The documented fields, in the order of
        /// [`Operation::request_fields`](crate::contract::Operation::request_fields).
        fields: Vec<Raw>,
        /// The other keys.
        unknown: Vec<UnknownField>,
    },
    /// Not an object.
    Other(Raw),
}

/// An undocumented key.
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
