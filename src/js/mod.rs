//! The one boundary: converts between JavaScript's values and the other layers, and decides nothing.
//!
//! A call is driven from JavaScript: [`start`] gives a step, whose action the caller carries out, and
//! each report gives the next one. Customer ID and body come as the user passed them. Neither the API
//! key nor a value enters WebAssembly's memory: of values only what a check needs is read.
//!
//! Nothing that input reaches may panic: a panic would end the instance, and all calls with it. Every
//! import that can throw is `catch`.

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

/// What a test build traps in. Its name is one of those that `xtask/src/cut.rs` looks for in other
/// crates: if it were cut there, each call of the test build would trap.
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
