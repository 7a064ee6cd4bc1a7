//! What JavaScript reports, as string enums.
#![allow(missing_docs, reason = "the macro adds a variant for all other strings")]

use wasm_bindgen::prelude::*;

use crate::client;

/// What ended a wait.
#[wasm_bindgen]
#[derive(Clone, Copy)]
pub enum Waker {
    /// The call's own timer.
    Timer = "timer",
    /// Another call's step.
    Call = "call",
}

/// How reading a body ended.
#[wasm_bindgen]
#[derive(Clone, Copy)]
pub enum BodyEnd {
    /// It is complete.
    Whole = "whole",
    /// It is complete and empty.
    Empty = "empty",
    /// It is larger than the limit; the rest was not read.
    TooBig = "tooBig",
    /// The connection was lost.
    Lost = "lost",
}

/// How the platform's request failed.
#[wasm_bindgen]
#[derive(Clone, Copy)]
pub enum Failure {
    /// The connection was lost, or it is not known whether there was one.
    Lost = "lost",
    /// There was no connection, or the runtime has no timers: nothing left this process.
    NotSent = "notSent",
    /// The server's certificate is not trusted: nothing left this process.
    Untrusted = "untrusted",
    /// The platform's own timeout ended the request.
    TimedOut = "timedOut",
}

impl From<Waker> for client::Waker {
    fn from(waker: Waker) -> Self {
        match waker {
            Waker::Call => client::Waker::Call,
            // The package's JavaScript reports no other strings.
            _ => client::Waker::Timer,
        }
    }
}

impl From<BodyEnd> for client::BodyEnd {
    fn from(end: BodyEnd) -> Self {
        match end {
            BodyEnd::Whole => client::BodyEnd::Whole,
            BodyEnd::Empty => client::BodyEnd::Empty,
            BodyEnd::TooBig => client::BodyEnd::TooBig,
            _ => client::BodyEnd::Lost,
        }
    }
}

impl From<Failure> for client::Failure {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::NotSent => client::Failure::NotSent,
            Failure::Untrusted => client::Failure::Untrusted,
            Failure::TimedOut => client::Failure::TimedOut,
            // In doubt, the request may have been sent.
            _ => client::Failure::Lost,
        }
    }
}
