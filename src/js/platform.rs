//! The platform's clocks and randomness. Tests replace them, so they are looked up at each use.

use wasm_bindgen::prelude::*;

use crate::client::Moment;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = performance, js_name = now, catch)]
    fn performance_now() -> Result<f64, JsValue>;
    #[wasm_bindgen(js_namespace = Date, js_name = now, catch)]
    fn date_now() -> Result<f64, JsValue>;
    #[wasm_bindgen(js_namespace = Math, js_name = random, catch)]
    fn math_random() -> Result<f64, JsValue>;
}

/// The current moment. A clock that the platform lacks stands still, which the core's clock
/// tolerates.
pub(super) fn moment() -> Moment {
    Moment {
        monotonic: performance_now().unwrap_or_default(),
        wall: date_now().unwrap_or_default(),
        random: math_random().unwrap_or_default(),
    }
}
