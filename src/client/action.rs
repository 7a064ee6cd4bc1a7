//! The next step of a call.

use crate::contract::ErrorReport;

/// The platform's clocks, and a random number.
#[derive(Clone, Copy, Debug)]
pub struct Moment {
    /// Milliseconds on the monotonic clock; see [`Clock`](crate::policy::Clock).
    pub monotonic: f64,
    /// Milliseconds since 1970 on the wall clock, which may be set.
    pub wall: f64,
    /// At least 0, less than 1.
    pub random: f64,
}

/// The next action of a call, and the waiting call that it wakes, if any.
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
        /// What to report to the caller's hook; at most once for each wait.
        notice: Option<Notice>,
    },
    /// Send the request once, then report `responded`, or how else it ended.
    Send {
        /// Milliseconds that the attempt may take, the response's body included.
        within_ms: f64,
    },
    /// Read the response's body, then report `read`, or how else it ended.
    Read {
        /// The maximum number of bytes to read.
        max_bytes: u32,
    },
    /// The response's body is the value.
    Resolve,
    /// The call failed.
    Reject(Box<ErrorReport>),
}

/// A wait, as it is reported to the caller.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Notice {
    /// Why the call waits.
    pub reason: WaitReason,
    /// The expected wait in milliseconds; `None` if it depends on a response.
    pub ms: Option<f64>,
}

/// Why a call waits.
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
    /// A step of another call, which named this one in `wake`.
    Call,
}
