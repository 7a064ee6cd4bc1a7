//! What a call rejects with.

use crate::contract::ValidationIssue;
use crate::policy::{ErrorKind, Outcome};

/// What a call rejects with. Holds no key and no request value. The platform keeps the answer's
/// headers and body, and what it threw.
#[derive(Debug)]
pub struct Error {
    /// Which error.
    pub kind: ErrorKind,
    /// Is the value there now?
    pub outcome: Outcome,
    /// What happened, for a person.
    pub message: String,
    /// The HTTP status, where an answer came.
    pub status: Option<u16>,
    /// Seconds to wait, where the server said so.
    pub retry_after: Option<f64>,
    /// What is wrong with the request, where that was found here.
    pub issues: Vec<ValidationIssue>,
    /// What each attempt met.
    pub attempts: Vec<Attempt>,
}

/// What an attempt met.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Attempt {
    /// Which error it ended with.
    pub kind: ErrorKind,
    /// What it left behind.
    pub outcome: Outcome,
    /// The HTTP status, where an answer came.
    pub status: Option<u16>,
}

impl Error {
    /// An error of which nothing else is known. Boxed: it is large, and moved often.
    #[inline(never)]
    pub fn new(kind: ErrorKind, outcome: Outcome, status: Option<u16>, message: &str) -> Box<Self> {
        Box::new(Error {
            kind,
            outcome,
            message: message.into(),
            status,
            retry_after: None,
            issues: Vec::new(),
            attempts: Vec::new(),
        })
    }

    /// A request that was refused before it was sent.
    pub fn invalid(issues: Vec<ValidationIssue>) -> Box<Self> {
        let message = "The request is not valid; nothing was sent";
        let mut error = Error::new(ErrorKind::Validation, Outcome::NotSent, None, message);
        error.issues = issues;
        error
    }
}
