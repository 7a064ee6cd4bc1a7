//! The operation over a scripted transport, in virtual time.
#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that panics has failed, which is what it is for"
)]

use std::cell::Cell;
use std::future::poll_fn;
use std::rc::Rc;
use std::task::Poll;

use carecycle_custom_fields::client::{
    Answer, Body, Document, End, Error, Failure, Runtime, Transport, create,
};
use carecycle_custom_fields::policy::{ErrorBody, ErrorKind, Outcome};
use carecycle_custom_fields::validation::{
    CheckedRequest, Raw, RawBody, UnknownFields, check_request,
};
use futures_executor::block_on;

const ID: &str = "497f6eca-6276-4993-bfeb-53cbbbba6f08";

#[derive(Clone, Debug, PartialEq)]
struct Json {
    fields: Option<Vec<Raw>>,
    error: ErrorBody,
}

impl Document for Json {
    fn response_fields(&self) -> Option<Vec<Raw>> {
        self.fields.clone()
    }
    fn error_body(&self) -> ErrorBody {
        self.error.clone()
    }
}

/// Time that passes only where the script says so.
#[derive(Clone, Default)]
struct Virtual {
    now: Rc<Cell<f64>>,
    abort_at: Option<f64>,
}

impl Virtual {
    async fn until(&self, at: f64) {
        poll_fn(|_| if self.now.get() >= at { Poll::Ready(()) } else { Poll::Pending }).await;
    }

    async fn pass(&self, ms: f64) {
        let mut passed = false;
        poll_fn(|context| {
            if passed {
                return Poll::Ready(());
            }
            passed = true;
            self.now.set(self.now.get() + ms);
            context.waker().wake_by_ref();
            Poll::Pending
        })
        .await;
    }
}

impl Runtime for Virtual {
    async fn sleep(&self, ms: f64) {
        self.until(self.now.get() + ms).await;
    }
    async fn aborted(&self) {
        self.until(self.abort_at.unwrap_or(f64::INFINITY)).await;
    }
}

#[derive(Clone)]
struct Script {
    time: Virtual,
    head_ms: f64,
    body_ms: f64,
    status: u16,
    json: Option<Json>,
    lost: bool,
    refused: bool,
}

impl Transport for Script {
    type Answer = Script;
    async fn send(&self, request: &CheckedRequest) -> Result<Script, Failure<Json>> {
        assert_eq!(request.customer_id(), ID);
        self.time.pass(self.head_ms).await;
        if self.refused {
            return Err(Failure { not_sent: true, cause: json(None) });
        }
        Ok(self.clone())
    }
}

impl Answer for Script {
    type Value = Json;
    fn status(&self) -> u16 {
        self.status
    }
    async fn read(&self) -> Body<Json> {
        self.time.pass(self.body_ms).await;
        let end = if self.lost { End::Lost(json(None)) } else { End::Whole };
        Body { json: self.json.clone(), text: json(None), small: true, end, retry_after: Some(3.0) }
    }
    fn headers(&self) -> Json {
        json(None)
    }
}

fn json(fields: Option<Vec<Raw>>) -> Json {
    Json { fields, error: ErrorBody::default() }
}

fn documented() -> Json {
    let id = || Raw::Text(ID.into());
    let mut fields = vec![Raw::Null; 12];
    for index in [0, 3, 4] {
        fields[index] = id();
    }
    fields[5] = Raw::Text("customers".into());
    json(Some(fields))
}

fn script() -> Script {
    let time = Virtual::default();
    let json = Some(documented());
    Script { time, head_ms: 5.0, body_ms: 5.0, status: 200, json, lost: false, refused: false }
}

fn run(script: Script) -> Result<Json, Box<Error<Json>>> {
    let fields = vec![Raw::Text(ID.into())];
    let body = RawBody::Object(fields, Vec::new());
    let request = check_request(Raw::Text(ID.into()), body, UnknownFields::Refuse).unwrap();
    block_on(create(&script, &script.time, &request, 1000.0))
}

fn fails(script: Script, kind: ErrorKind, outcome: Outcome) -> Box<Error<Json>> {
    let error = run(script).unwrap_err();
    assert_eq!((error.kind, error.outcome), (kind, outcome));
    error
}

#[test]
fn resolves_to_the_documented_answer() {
    assert_eq!(run(script()).unwrap(), documented());
}

#[test]
fn does_not_send_what_is_aborted_before() {
    let time = Virtual { abort_at: Some(0.0), ..Virtual::default() };
    let error = fails(Script { time, ..script() }, ErrorKind::Abort, Outcome::NotSent);
    assert_eq!(error.attempts, []);
}

#[test]
fn does_not_know_what_became_of_a_request_aborted_in_flight() {
    let time = Virtual { abort_at: Some(5.0), ..Virtual::default() };
    let error = fails(Script { time, ..script() }, ErrorKind::Abort, Outcome::Unknown);
    assert_eq!(error.attempts.len(), 1);
}

#[test]
fn does_not_know_what_became_of_a_request_without_an_answer_in_time() {
    fails(Script { head_ms: 2000.0, ..script() }, ErrorKind::Timeout, Outcome::Unknown);
}

#[test]
fn knows_that_a_2xx_with_a_stalled_body_was_created() {
    fails(Script { body_ms: 2000.0, ..script() }, ErrorKind::Timeout, Outcome::Created);
}

#[test]
fn knows_that_a_2xx_with_a_lost_body_was_created() {
    fails(Script { lost: true, ..script() }, ErrorKind::Connection, Outcome::Created);
}

#[test]
fn knows_that_a_2xx_that_is_not_json_was_created() {
    fails(Script { json: None, ..script() }, ErrorKind::UnexpectedResponse, Outcome::Created);
}

#[test]
fn knows_that_a_refused_connection_sent_nothing() {
    fails(Script { refused: true, ..script() }, ErrorKind::Connection, Outcome::NotSent);
}

#[test]
fn never_follows_a_redirect() {
    fails(Script { status: 307, ..script() }, ErrorKind::UnexpectedResponse, Outcome::Rejected);
}

#[test]
fn tells_every_documented_status_apart() {
    for (status, kind, outcome) in [
        (400, ErrorKind::BadRequest, Outcome::Rejected),
        (401, ErrorKind::Authentication, Outcome::Rejected),
        (403, ErrorKind::PermissionDenied, Outcome::Rejected),
        (404, ErrorKind::NotFound, Outcome::Rejected),
        (422, ErrorKind::Validation, Outcome::Rejected),
        (429, ErrorKind::RateLimit, Outcome::Rejected),
        (500, ErrorKind::InternalServer, Outcome::Unknown),
    ] {
        let error = fails(Script { status, ..script() }, kind, outcome);
        assert_eq!((error.status, error.retry_after), (Some(status), Some(3.0)));
    }
}

#[test]
fn keeps_the_servers_code_and_the_larger_wait() {
    let error = ErrorBody { retry_after: Some(9.0), code: Some("C".into()), ..Default::default() };
    let json = Some(Json { fields: None, error });
    let error = run(Script { status: 429, json, ..script() }).unwrap_err();
    assert_eq!((error.code.as_deref(), error.retry_after), (Some("C"), Some(9.0)));
}
