//! The operation, over what the platform gives: a transport, and a clock with the caller's signal.

mod create;
mod error;
mod pacer;
mod platform;

pub use create::{Terms, create};
pub use error::{Attempt, Error};
pub use pacer::Pacer;
pub use platform::{Answer, Body, Document, End, Failure, Notice, Paused, Platform, Wait};
