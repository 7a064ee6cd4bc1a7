//! The documented fields as data, for code that reads an object of unknown shape.

/// What a documented field may hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// A string that matches the documented UUID pattern.
    Uuid,
    /// Any string.
    Text,
    /// `true` or `false`.
    Boolean,
    /// An array of strings.
    TextList,
    /// Exactly this string.
    Exactly(&'static str),
}

impl Shape {
    /// Whether the checks need the text of such a field; for all others the type is enough.
    pub fn reads_text(self) -> bool {
        matches!(self, Shape::Uuid | Shape::Exactly(_))
    }
}

/// A documented field of a request or response body.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    /// The name on the wire.
    pub name: &'static str,
    /// What it may hold.
    pub shape: Shape,
    /// Whether `null` is allowed as well; such a field of a request may also be absent.
    pub nullable: bool,
}

pub(super) const fn field(name: &'static str, shape: Shape) -> Field {
    Field { name, shape, nullable: false }
}

pub(super) const fn nullable(name: &'static str, shape: Shape) -> Field {
    Field { name, shape, nullable: true }
}

#[cfg(test)]
mod tests {
    use super::Shape;

    #[test]
    fn only_uuids_and_exact_texts_are_read_as_text() {
        for (shape, reads_text) in [
            (Shape::Uuid, true),
            (Shape::Exactly("customers"), true),
            (Shape::Text, false),
            (Shape::Boolean, false),
            (Shape::TextList, false),
        ] {
            assert_eq!(shape.reads_text(), reads_text, "{shape:?}");
        }
    }
}
