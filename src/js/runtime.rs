//! Time and the caller's signal. Dropping a future takes its timer or listener away.

use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use crate::client::Runtime;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = setTimeout, catch)]
    fn set_timeout(callback: &Function, ms: f64) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(js_name = clearTimeout, catch)]
    fn clear_timeout(timer: &JsValue) -> Result<(), JsValue>;

    type Signal;
    #[wasm_bindgen(method, js_name = addEventListener, catch)]
    fn add_event_listener(this: &Signal, name: &str, callback: &Function) -> Result<(), JsValue>;
    #[wasm_bindgen(method, js_name = removeEventListener, catch)]
    fn remove_event_listener(this: &Signal, name: &str, callback: &Function)
    -> Result<(), JsValue>;
}

/// The platform's timers and the caller's signal, `undefined` where there is none.
pub(super) struct Host {
    pub(super) signal: JsValue,
}

struct Timer(JsValue);

impl Drop for Timer {
    fn drop(&mut self) {
        let _ = clear_timeout(&self.0);
    }
}

struct Listener<'a>(&'a Signal, Function);

impl Drop for Listener<'_> {
    fn drop(&mut self) {
        let _ = self.0.remove_event_listener("abort", &self.1);
    }
}

impl Runtime for Host {
    async fn sleep(&self, ms: f64) {
        let mut timer = JsValue::UNDEFINED;
        let promise = Promise::new(&mut |resolve, _| {
            timer = set_timeout(&resolve, ms).unwrap_or_default();
        });
        let _timer = Timer(timer);
        let _ = JsFuture::from(promise).await;
    }

    async fn aborted(&self) {
        if self.signal.is_undefined() {
            return std::future::pending().await;
        }
        let flag = Reflect::get(&self.signal, &JsValue::from_str("aborted"));
        if flag.is_ok_and(|aborted| aborted.is_truthy()) {
            return;
        }
        let signal = self.signal.unchecked_ref::<Signal>();
        let mut listener = None;
        let promise = Promise::new(&mut |resolve, _| {
            let _ = signal.add_event_listener("abort", &resolve);
            listener = Some(Listener(signal, resolve));
        });
        let _ = JsFuture::from(promise).await;
    }
}
