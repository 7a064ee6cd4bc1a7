//! Calls and their queue as a state machine without I/O: the embedder does what a step says and
//! reports what happened, which returns the next step. Time and randomness are parameters, so all
//! of it runs natively in virtual time.
//!
//! [`CallQueue::start`] returns the first [`Step`] and each later function the next one, until the
//! action is [`Resolve`](Action::Resolve) or [`Reject`](Action::Reject). No call acts for another:
//! each waiting call has its own timer, and `wake` in a step only names a call that can stop
//! waiting for it.
//!
//! How an embedder drives one call:
//!
//! ```
//! use carecycle_custom_fields::client::*;
//! use carecycle_custom_fields::contract::CREATE_CUSTOM_FIELD_VALUE;
//! use carecycle_custom_fields::validation::{Raw, RawBody, UnknownFields, check_request};
//!
//! let id = Raw::Text("497f6eca-6276-4993-bfeb-53cbbbba6f08".into());
//! let body = RawBody::Object { fields: vec![id.clone()], unknown: vec![] };
//! let request = check_request(&CREATE_CUSTOM_FIELD_VALUE, &[id], &body, UnknownFields::Refuse)
//!     .expect("this request is valid");
//! let mut now = Moment { monotonic: 0.0, wall: 0.0, random: 0.5 };
//! let mut queue = CallQueue::default();
//! let (call, mut step) = queue.start(request, CallSettings::default(), now);
//! let head = Head { status: 404, is_json: true, retry_after: None };
//! let status = loop {
//!     step = match step.action {
//!         Action::Wait { ms, .. } => {
//!             now.monotonic += ms; // Your timer. Resume the call `step.wake` names as well.
//!             queue.woken(call, Waker::Timer, now)
//!         }
//!         Action::Send { .. } => queue.responded(call, head, now),
//!         Action::Read { .. } => queue.read(call, BodyEnd::Whole, None, now),
//!         Action::Resolve => break None,
//!         Action::Reject(report) => break report.status,
//!     };
//! };
//! assert_eq!(status, Some(404));
//! ```

mod action;
mod call;
mod failure;
mod line;
mod queue;
mod response;
mod scope;

pub use action::{Action, Moment, Notice, Step, WaitReason, Waker};
pub use call::{CallSettings, Event};
pub use failure::Failure;
pub use queue::CallQueue;
pub use response::{BodyEnd, Head, Json};
