//! Options of clients and calls, with defaults and bounds. TypeScript checks options by this table,
//! which `cargo xtask codegen` writes down.

use serde::Serialize;

use super::limits::{
    DEFAULT_MAX_RETRIES, DEFAULT_TIMEOUT_MS, MAX_CONCURRENCY, MAX_RETRIES, MAX_TIMER_MS,
};

/// An option and its type.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct CallOption {
    /// Its name.
    pub name: &'static str,
    /// The type of its value.
    pub value_type: OptionType,
    /// Its default, unless that depends on other options.
    pub default: Default,
}

/// The type of an option's value.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[serde(tag = "type", rename_all = "camelCase")]
pub enum OptionType {
    /// A number of milliseconds above 0.
    Milliseconds {
        /// The maximum.
        max: u32,
    },
    /// A whole number.
    Integer {
        /// The minimum.
        min: u32,
        /// The maximum.
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

/// Options of a client, which each call can override.
pub const CALL_OPTIONS: [CallOption; 4] = [
    CallOption {
        name: "timeoutMs",
        value_type: OptionType::Milliseconds { max: MAX_TIMER_MS as u32 },
        default: Default::Number(DEFAULT_TIMEOUT_MS as u32),
    },
    CallOption {
        name: "deadlineMs",
        value_type: OptionType::Milliseconds { max: MAX_TIMER_MS as u32 },
        default: Default::Derived,
    },
    CallOption {
        name: "maxRetries",
        value_type: OptionType::Integer { min: 0, max: MAX_RETRIES },
        default: Default::Number(DEFAULT_MAX_RETRIES),
    },
    CallOption {
        name: "retryUnknown",
        value_type: OptionType::Boolean,
        default: Default::Boolean(false),
    },
];

/// How many rows of `createMany` may be in progress.
pub const CONCURRENCY: OptionType = OptionType::Integer { min: 1, max: MAX_CONCURRENCY };
