//! What a call is to do next.

use crate::contract::ErrorReport;

/// The platform's clocks, and a random number.
#[derive(Clone, Copy, Debug)]
pub struct Moment {
    /// Milliseconds of the clock that is not set; see [`Clock`](crate::policy::Clock).
    pub monotonic: f64,
    /// Milliseconds since 1970, of the clock that may be set.
    pub wall: f64,
    /// From 0 up to 1.
    pub random: f64,
}

/// What a call is to do next, and which other call need not wait for its timer any longer.
#[derive(Debug)]
pub struct Step {
    /// What the call does.
    pub action: Action,
    /// A waiting call to resume, which then reports [`Waker::Call`].
    pub wake: Option<u32>,
}

/// What a call does next.
#[derive(Debug)]
pub enum Action {
    /// Wait, then report `woken`.
    Wait {
        /// Milliseconds.
        ms: f64,
        /// What to tell a caller who wants to know about waits; once for each wait.
        notice: Option<Notice>,
    },
    /// Send the request once, then report `responded`, or how else it ended.
    Send {
        /// Milliseconds that the attempt may take, the response's body included.
        within_ms: f64,
    },
    /// Read the response's body, then report `read`, or how else it ended.
    Read {
        /// Read no more than this.
        max_bytes: u32,
    },
    /// The response's body is the value.
    Resolve,
    /// The call failed.
    Reject(Box<ErrorReport>),
}

/// A wait as a caller is told about it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Notice {
    /// What is waited for.
    pub reason: WaitReason,
    /// Milliseconds that it will take; absent if only a response can tell.
    pub ms: Option<f64>,
}

/// What is waited for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WaitReason {
    /// A slot within the rate limit.
    RateLimit,
    /// The backoff before a retry.
    Retry,
}

/// What ended a wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Waker {
    /// The call's own timer.
    Timer,
    /// A step of another call, which named this one.
    Call,
}
