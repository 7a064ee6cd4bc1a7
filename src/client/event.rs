//! What a call is told, and what it asks for.

use super::error::Error;
use crate::policy::{ErrorBody, ErrorKind};
use crate::validation::Raw;

/// The platform's clocks, and a random number.
#[derive(Clone, Copy, Debug)]
pub struct Moment {
    /// Milliseconds of the clock that is not set; see [`Clock`](crate::policy::Clock).
    pub monotonic: f64,
    /// Milliseconds of the clock that may be set.
    pub wall: f64,
    /// From 0 up to 1.
    pub random: f64,
}

/// What happened to a call.
#[derive(Debug)]
pub enum Event<'a> {
    /// There may be a turn for it now.
    Wake,
    /// What it waits for ended otherwise: by the time, which is how a pause ends, by the caller's
    /// signal, with the connection, or, in a pause, because nothing can wait.
    Failed(Failure),
    /// An answer came.
    Answer(Answer<'a>),
}

/// What a call asks for. One thing at a time: another ends the one before.
#[derive(Debug)]
pub enum Action {
    /// Wait for `ms` milliseconds or for the caller's signal.
    Pause {
        /// Milliseconds.
        ms: f64,
        /// What to tell a caller who asked to be told of waits.
        notice: Option<Notice>,
    },
    /// Send the request once and wait for the answer. `ms` covers the attempt, its body included,
    /// which is read as far as it comes and is not too big, and not at all of a redirect.
    Send {
        /// Milliseconds.
        ms: f64,
    },
    /// The value is the answer's body, or there is none.
    End(Result<(), Box<Error>>),
}

/// What to tell a caller who asked to be told of waits.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Notice {
    /// What is waited for.
    pub wait: Wait,
    /// Milliseconds that it will take at least; infinity where only an answer can tell.
    pub ms: f64,
}

/// What is waited for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wait {
    /// A slot within the rate limit.
    RateLimit,
    /// The time before another attempt.
    Retry,
}

/// No answer came, or not all of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Failure {
    /// [`Connection`](ErrorKind::Connection), [`Timeout`](ErrorKind::Timeout) or
    /// [`Abort`](ErrorKind::Abort).
    pub kind: ErrorKind,
    /// Whether anything may have left this process.
    pub sent: bool,
    /// The HTTP status, where an answer's head came.
    pub status: Option<u16>,
}

/// An answer, and what came of its body.
#[derive(Clone, Debug)]
pub struct Answer<'a> {
    /// The HTTP status; 0 where the platform hides a redirect.
    pub status: u16,
    /// How reading the body ended.
    pub end: End,
    /// What was found of it where it is whole and JSON.
    pub json: Option<Found<'a>>,
    /// The `Retry-After` header in seconds from now, whatever its form.
    pub retry_after: Option<f64>,
}

/// What was found of a parsed JSON value.
#[derive(Clone, Debug, PartialEq)]
pub struct Found<'a> {
    /// What the documented response keys hold; absent where this is no object.
    pub fields: Vec<Raw<'a>>,
    /// What it says as an error body.
    pub error: ErrorBody<'a>,
}

/// How reading a body ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// It is whole.
    Whole,
    /// It is over 8 MB; the rest was not read.
    TooBig,
    /// The connection was lost.
    Lost,
}
