//! The operation, over what the platform gives: a transport, and a clock with the caller's signal.

mod create;
mod error;
mod platform;
mod race;

pub use create::create;
pub use error::{Attempt, Error};
pub use platform::{Answer, Body, Document, End, Failure, Runtime, Transport};
