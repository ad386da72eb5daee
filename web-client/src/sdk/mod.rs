//! The Web SDK (`sdk/web/src/wasm.ts`), typed. Everything that talks to the server goes through
//! here, as plain objects of the protocol.

pub(crate) mod auth;
pub(crate) mod live;
pub(crate) mod player;
pub(crate) mod room;
pub(crate) mod users;

use crate::state::failure::Failure;
use js_sys::Array;
use serde::{Serialize, de::DeserializeOwned};
use wasm_bindgen::prelude::*;

#[wasm_bindgen(raw_module = "/assets/sdk.js")]
extern "C" {
    #[wasm_bindgen(catch, js_name = call)]
    async fn js_call(method: &str, args: &Array) -> Result<JsValue, JsValue>;
}

/// A listener as the SDK calls it: the event's name and its data.
type Listener = Closure<dyn FnMut(String, JsValue)>;

/// Calls a method of the SDK that answers with one of the protocol's types.
async fn call<T: DeserializeOwned>(method: &str, args: &[JsValue]) -> Result<T, Failure> {
    typed(js_call(method, &args.iter().collect()).await)
}

/// Calls a method whose answer says nothing.
async fn call_only(method: &str, args: &[JsValue]) -> Result<(), Failure> {
    done(js_call(method, &args.iter().collect()).await)
}

/// What the SDK refused with, as a failure.
fn failure(thrown: JsValue) -> Failure {
    serde_wasm_bindgen::from_value(thrown).unwrap_or_else(|_| Failure::of("bad_response"))
}

/// What the SDK answered, as one of the protocol's types.
fn typed<T: DeserializeOwned>(answer: Result<JsValue, JsValue>) -> Result<T, Failure> {
    let value = answer.map_err(failure)?;
    serde_wasm_bindgen::from_value(value).map_err(|_| Failure::of("bad_response"))
}

/// For answers that say nothing.
fn done(answer: Result<JsValue, JsValue>) -> Result<(), Failure> {
    answer.map(drop).map_err(failure)
}

/// A request of the protocol as a plain JavaScript object.
fn plain<T: Serialize>(request: &T) -> JsValue {
    let serializer = serde_wasm_bindgen::Serializer::json_compatible();
    // Our own types have string keys and no maps: this can't fail.
    request.serialize(&serializer).unwrap_or(JsValue::NULL)
}
