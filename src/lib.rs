//! Rust core of the npm package `carecycle-custom-fields`: one operation of careCycle's API,
//! `POST /v2/customers/{id}/custom-fields`.
//!
//! Data flows one way: JavaScript value → checked request → slot → request sent → response
//! classified → value or error. Every layer knows only the layers above it in this list; none knows
//! [`js`].

/// The version of the package.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");

mod text;

pub mod contract;
pub mod validation;

pub mod policy;

pub mod client;

#[cfg(target_arch = "wasm32")]
pub mod js;
