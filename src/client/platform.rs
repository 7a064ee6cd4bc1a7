//! What the operation needs of its surroundings.

use std::task::Waker;

use crate::policy::{ErrorBody, ErrorKind};
use crate::validation::{CheckedRequest, Raw};

/// One call's transport, timers and signal.
#[allow(async_fn_in_trait, reason = "one thread: nothing here need be Send")]
pub trait Platform {
    /// What comes back.
    type Answer: Answer;

    /// Milliseconds that passed, as a [`Clock`](crate::policy::Clock) tells them.
    fn now(&self) -> f64;

    /// A random number from 0 up to 1.
    fn random(&self) -> f64;

    /// Waits for `ms` milliseconds or for the caller's signal, or until `woken`, which is asked first
    /// and at each wake of the task, says so.
    async fn pause(
        &self,
        ms: f64,
        notice: Option<Notice>,
        woken: impl FnMut(&Waker) -> bool,
    ) -> Paused;

    /// Sends the request once and waits for the answer's head. `ms` covers the attempt, its body
    /// included.
    async fn send(&self, request: &CheckedRequest, ms: f64) -> Result<Self::Answer, Failure>;
}

/// An answer whose head has come.
#[allow(async_fn_in_trait, reason = "one thread: nothing here need be Send")]
pub trait Answer {
    /// A parsed JSON value of the platform.
    type Document: Document;

    /// The HTTP status; 0 where the platform hides a redirect.
    fn status(&self) -> u16;

    /// Reads the body, as far as it comes and is not too big. Fails with a timeout or an abort.
    async fn read(&self) -> Result<Body<Self::Document>, Failure>;
}

/// How a pause ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Paused {
    /// The time is over, or the task was woken.
    Over,
    /// The caller's signal.
    Aborted,
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
}

/// What came of a body.
pub struct Body<D> {
    /// The body where it is whole and JSON.
    pub json: Option<D>,
    /// How reading ended.
    pub end: End,
    /// The `Retry-After` header in seconds from now, whatever its form.
    pub retry_after: Option<f64>,
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

/// A parsed JSON value of the platform.
pub trait Document {
    /// What the documented response keys hold; absent where this is no object.
    fn response_fields(&self) -> Vec<Raw>;

    /// What it says as an error body.
    fn error_body(&self) -> ErrorBody;
}
