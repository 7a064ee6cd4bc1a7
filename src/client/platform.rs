//! What the operation needs of its surroundings.

use crate::policy::ErrorBody;
use crate::validation::{CheckedRequest, Raw};

/// Sends a request. Dropping the future, or the answer, aborts what is under way.
#[allow(async_fn_in_trait, reason = "one thread: nothing here need be Send")]
pub trait Transport {
    /// What comes back.
    type Answer: Answer;

    /// Sends the request once, and waits for the answer's head.
    async fn send(
        &self,
        request: &CheckedRequest,
    ) -> Result<Self::Answer, Failure<<Self::Answer as Answer>::Value>>;
}

/// An answer whose head has come.
#[allow(async_fn_in_trait, reason = "one thread: nothing here need be Send")]
pub trait Answer {
    /// A value of the platform.
    type Value: Document;

    /// The HTTP status; 0 where the platform hides a redirect.
    fn status(&self) -> u16;

    /// Reads the body, as far as it comes and is not too big.
    async fn read(&self) -> Body<Self::Value>;

    /// The response headers, for the error.
    fn headers(&self) -> Self::Value;
}

/// No answer came.
pub struct Failure<V> {
    /// Whether it is certain that nothing left this process.
    pub not_sent: bool,
    /// What the platform threw.
    pub cause: V,
}

/// What came of a body.
pub struct Body<V> {
    /// The body where it is whole and JSON.
    pub json: Option<V>,
    /// Its text, at most 64 KB.
    pub text: V,
    /// Whether the JSON is small enough to be kept in an error.
    pub small: bool,
    /// How reading ended.
    pub end: End<V>,
    /// The `Retry-After` header in seconds from now, whatever its form.
    pub retry_after: Option<f64>,
}

/// How reading a body ended.
pub enum End<V> {
    /// It is whole.
    Whole,
    /// It is over 8 MB; the rest was not read.
    TooBig,
    /// The connection was lost.
    Lost(V),
}

/// A parsed JSON value of the platform.
pub trait Document: Clone {
    /// What the documented response keys hold; none where this is no object.
    fn response_fields(&self) -> Option<Vec<Raw>>;

    /// What can be read of it as an error body.
    fn error_body(&self) -> ErrorBody;
}

/// Time and the caller's signal.
#[allow(async_fn_in_trait, reason = "one thread: nothing here need be Send")]
pub trait Runtime {
    /// Resolves after `ms` milliseconds.
    async fn sleep(&self, ms: f64);

    /// Resolves when the caller's signal is aborted; at once where it is already.
    async fn aborted(&self);
}
