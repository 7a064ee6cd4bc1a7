//! What a caller may set, with defaults and bounds: TypeScript checks options by this table, which it has
//! by `cargo xtask codegen`.

use serde::Serialize;

use super::limits::{
    DEFAULT_MAX_RETRIES, DEFAULT_TIMEOUT_MS, MAX_CONCURRENCY, MAX_RETRIES, MAX_TIMER_MS,
};

/// An option and what it takes.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct CallOption {
    /// Its name.
    pub name: &'static str,
    /// What it takes.
    pub takes: Takes,
    /// Its value if it is left out, unless that depends on other options.
    pub default: Default,
}

/// What an option takes.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[serde(tag = "type", rename_all = "camelCase")]
pub enum Takes {
    /// A number of milliseconds above 0.
    Milliseconds {
        /// The most.
        max: u32,
    },
    /// A whole number.
    Integer {
        /// The least.
        min: u32,
        /// The most.
        max: u32,
    },
    /// `true` or `false`.
    Boolean,
}

/// An option's default.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Default {
    /// A number.
    Number(u32),
    /// `true` or `false`.
    Boolean(bool),
    /// It depends on other options.
    Derived,
}

/// What a client sets for all its calls, and each call for itself.
pub const CALL_OPTIONS: [CallOption; 4] = [
    CallOption {
        name: "timeoutMs",
        takes: Takes::Milliseconds { max: MAX_TIMER_MS as u32 },
        default: Default::Number(DEFAULT_TIMEOUT_MS as u32),
    },
    CallOption {
        name: "deadlineMs",
        takes: Takes::Milliseconds { max: MAX_TIMER_MS as u32 },
        default: Default::Derived,
    },
    CallOption {
        name: "maxRetries",
        takes: Takes::Integer { min: 0, max: MAX_RETRIES },
        default: Default::Number(DEFAULT_MAX_RETRIES),
    },
    CallOption { name: "retryUnknown", takes: Takes::Boolean, default: Default::Boolean(false) },
];

/// How many rows of `createMany` may be in progress.
pub const CONCURRENCY: Takes = Takes::Integer { min: 1, max: MAX_CONCURRENCY };
