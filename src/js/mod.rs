//! The one boundary: converts between JavaScript's values and the other layers, and decides nothing.
//!
//! A call is driven from JavaScript: [`start`] returns a step, the caller carries out its action,
//! and each report returns the next step. Customer ID and body arrive as the user passed them.
//! Neither the API key nor a whole value enters WebAssembly's memory: only what a check needs is
//! read.
//!
//! No input may cause a panic, which would end the instance and all its calls. Every import that
//! can throw is `catch`.

mod allocator;
mod calls;
mod definition;
mod enums;
mod keys;
mod platform;
mod request;
mod response;
mod types;
mod value;

pub use calls::{aborted, failed, read, reset_rate_limits, responded, start, timed_out, woken};
pub use definition::read_definition;
pub use enums::{BodyEnd, Failure, Waker};
pub use request::{check, validate};
pub use types::{
    Action, CallSettings, Checked, DefinitionRead, JsCallSettings, JsDefinitionRead, Started, Step,
    WaitReason,
};

use uuid::Uuid;
use wasm_bindgen::prelude::*;

/// A random v4 UUID. The runtime must have `crypto`: without it the crate panics.
#[wasm_bindgen(unchecked_return_type = "string")]
pub fn uuid() -> JsValue {
    JsValue::from_str(Uuid::new_v4().hyphenated().encode_lower(&mut Uuid::encode_buffer()))
}

/// Where a test build traps on purpose. Its name is one of those that `xtask/src/cut.rs` looks for
/// in other crates: if it were cut here, each call of the test build would trap.
#[cfg(feature = "provoke-trap")]
mod panicking {
    pub(super) mod fmt {
        /// Traps if the first number is the second.
        #[inline(never)]
        #[allow(clippy::float_cmp, reason = "the test sends just this number")]
        pub(in crate::js) fn provoke_fail(is: f64, trap: f64) {
            if is == trap {
                core::arch::wasm32::unreachable();
            }
        }
    }
}

#[cfg(feature = "provoke-trap")]
use panicking::fmt::provoke_fail as provoke_trap;
