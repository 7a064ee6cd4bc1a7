//! What the package's JavaScript found of values of unknown make: `pkg-template/src/read.ts` reads
//! each property once, survives whatever it throws, and tells what it found in one short text. That
//! takes a tenth of the time that a call for every property takes.

use std::slice::Iter;

use crate::contract::REQUEST_FIELDS;
use crate::validation::{Raw, RawBody, UnknownField};

/// Reads what was found: a line with a letter for each value, then the texts that a check looks at and
/// the names of types and keys, a line each.
pub(super) struct Reader<'a> {
    kinds: Iter<'a, u8>,
    texts: &'a str,
}

impl<'a> Reader<'a> {
    pub(super) fn new(found: &'a str) -> Self {
        let mut reader = Reader { kinds: [].iter(), texts: found };
        reader.kinds = reader.line().as_bytes().iter();
        reader
    }

    /// The next value.
    pub(super) fn raw(&mut self) -> Raw<'a> {
        match self.kinds.next() {
            Some(b'n') => Raw::Null,
            Some(b'b') => Raw::Boolean,
            Some(b's') => Raw::Text(""),
            Some(b't') => Raw::Text(self.line()),
            Some(b'w') => Raw::LoneSurrogate,
            // Every element is a string that is Unicode text.
            Some(b'a') => Raw::List(Vec::new()),
            Some(b'[') => {
                let mut items = Vec::new();
                while self.kinds.as_slice().first().is_some_and(|kind| *kind != b']') {
                    items.push(self.raw());
                }
                self.kinds.next();
                Raw::List(items)
            }
            Some(b'l') => Raw::LongList,
            Some(b'x') => Raw::Unreadable,
            Some(b'o') => Raw::Other(self.line()),
            _ => Raw::Absent,
        }
    }

    pub(super) fn raws(&mut self, count: usize) -> Vec<Raw<'a>> {
        let mut raws = Vec::with_capacity(count);
        for _ in 0..count {
            raws.push(self.raw());
        }
        raws
    }

    /// A request body: `{`, its documented keys, and for each other key `+`, or `-` where its value is
    /// no JSON; or what it is that is no object. The other keys are escaped as in JSON, so that each is
    /// a line, and come back so in an issue's path.
    pub(super) fn body(&mut self) -> RawBody<'a> {
        if self.kinds.as_slice().first() != Some(&b'{') {
            return RawBody::Other(self.raw());
        }
        self.kinds.next();
        let fields = self.raws(REQUEST_FIELDS.len());
        let mut others = Vec::new();
        while let Some(&kind) = self.kinds.next() {
            others.push(UnknownField { name: self.line(), sendable: kind == b'+' });
        }
        RawBody::Object(fields, others)
    }

    fn line(&mut self) -> &'a str {
        let end = self.texts.bytes().position(|byte| byte == b'\n').unwrap_or(self.texts.len());
        let line = self.texts.get(..end).unwrap_or_default();
        self.texts = self.texts.get(end + 1..).unwrap_or_default();
        line
    }
}
