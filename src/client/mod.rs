//! The operation as a machine without input or output: it is told what happened and says what to do
//! next. Time and chance are told as well, so that all of it runs natively in virtual time.
//!
//! Async functions over traits did the same for twice the bytes: their states, the executor, wakers
//! and promises were a quarter of the module.

mod call;
mod calls;
mod error;
mod event;
mod pacer;

pub use call::Terms;
pub use calls::{Calls, Step};
pub use error::{Attempt, Error};
pub use event::{Action, Answer, End, Event, Failure, Found, Moment, Notice, Wait};
