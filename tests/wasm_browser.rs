//! The boundary in headless Chromium.
#![cfg(target_arch = "wasm32")]
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that panics has failed, which is what it is for"
)]

mod wasm;

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);
