//! One call: sent once, its answer told apart. Pacing and retries are to wrap [`attempt`].

use std::future::Future;
use std::pin::{Pin, pin};

use super::error::{Attempt, Error};
use super::platform::{Answer, Body, Document, End, Failure, Runtime, Transport};
use super::race::{Either, race, ready_now};
use crate::policy::{ErrorKind, Outcome, classify, outcome_of_status, retry_after};
use crate::validation::{CheckedRequest, check_response};

type ValueOf<T> = <<T as Transport>::Answer as Answer>::Value;
type Created<T> = Result<ValueOf<T>, Box<Error<ValueOf<T>>>>;

/// Creates the value. `timeout_ms` covers the attempt, its body included.
pub async fn create<T: Transport>(
    transport: &T,
    runtime: &impl Runtime,
    request: &CheckedRequest,
    timeout_ms: f64,
) -> Created<T> {
    let mut stop = pin!(stopped(runtime, timeout_ms));
    if let Some(kind) = ready_now(stop.as_mut()).await {
        return Err(interrupted(kind, Outcome::NotSent, None));
    }
    attempt(transport, stop, request).await.map_err(|mut error| {
        let Error { kind, outcome, status, .. } = *error;
        error.attempts.push(Attempt { kind, outcome, status });
        error
    })
}

async fn attempt<T: Transport>(
    transport: &T,
    mut stop: Pin<&mut impl Future<Output = ErrorKind>>,
    request: &CheckedRequest,
) -> Created<T> {
    let answer = match race(stop.as_mut(), pin!(transport.send(request))).await {
        Either::First(kind) => return Err(interrupted(kind, Outcome::Unknown, None)),
        Either::Second(Err(failure)) => return Err(lost(failure)),
        Either::Second(Ok(answer)) => answer,
    };
    let status = answer.status();
    if matches!(status, 0 | 300..=399) {
        let message = "The server redirects, which is never followed: the key would go along";
        let mut error = Error::new(ErrorKind::UnexpectedResponse, Outcome::Rejected, message);
        error.status = Some(status);
        error.headers = Some(answer.headers());
        return Err(error);
    }
    match race(stop, pin!(answer.read())).await {
        Either::First(kind) => Err(interrupted(kind, outcome_of_status(status), Some(status))),
        Either::Second(body) if matches!(status, 200..=299) => {
            created(body).map_err(|mut error| {
                error.status = Some(status);
                error.headers = Some(answer.headers());
                error
            })
        }
        Either::Second(body) => Err(refused(&answer, body)),
    }
}

async fn stopped(runtime: &impl Runtime, timeout_ms: f64) -> ErrorKind {
    match race(pin!(runtime.aborted()), pin!(runtime.sleep(timeout_ms))).await {
        Either::First(()) => ErrorKind::Abort,
        Either::Second(()) => ErrorKind::Timeout,
    }
}

fn interrupted<V>(kind: ErrorKind, outcome: Outcome, status: Option<u16>) -> Box<Error<V>> {
    let message = match kind {
        ErrorKind::Abort => "The caller's signal aborted the call",
        _ => "No whole answer within timeoutMs",
    };
    let mut error = Error::new(kind, outcome, message);
    error.status = status;
    error
}

fn lost<V>(Failure { not_sent, cause }: Failure<V>) -> Box<Error<V>> {
    let (outcome, message) = if not_sent {
        (Outcome::NotSent, "No connection to the server; nothing was sent")
    } else {
        (Outcome::Unknown, "The connection failed before an answer came")
    };
    let mut error = Error::new(ErrorKind::Connection, outcome, message);
    error.cause = Some(cause);
    error
}

/// A 2xx: the value is there, whatever became of the body.
fn created<V: Document>(body: Body<V>) -> Result<V, Box<Error<V>>> {
    let unexpected =
        |message: &str| Error::new(ErrorKind::UnexpectedResponse, Outcome::Created, message);
    let mut error = match (body.end, body.json) {
        (End::Lost(cause), _) => {
            let message = "The connection was lost in the answer's body; the value was created";
            let mut error = Error::new(ErrorKind::Connection, Outcome::Created, message);
            error.cause = Some(cause);
            error
        }
        (End::TooBig, _) => unexpected("The answer is over 8 MB; the value was created"),
        (End::Whole, None) => unexpected("The answer is not JSON; the value was created"),
        (End::Whole, Some(json)) => {
            let fields = json.response_fields().unwrap_or_default();
            match check_response(&fields) {
                Ok(()) => return Ok(json),
                Err(why) => {
                    let mut message = String::from("The value was created, but of the answer ");
                    message.push_str(&why);
                    unexpected(&message)
                }
            }
        }
    };
    error.body = Some(body.text);
    Err(error)
}

fn refused<A: Answer>(answer: &A, body: Body<A::Value>) -> Box<Error<A::Value>> {
    let status = answer.status();
    let read = body.json.as_ref().map(Document::error_body).unwrap_or_default();
    let kind = classify(status, read.code.as_deref());
    let message = match read.message.as_deref() {
        Some(message) => message,
        None if kind == ErrorKind::UnexpectedResponse => "A status that no answer has",
        None => "The server refused the request",
    };
    let mut error = Error::new(kind, outcome_of_status(status), message);
    error.code = read.code;
    error.status = Some(status);
    error.retry_after = retry_after(read.retry_after, body.retry_after);
    error.issues = read.errors;
    error.body = Some(body.json.filter(|_| body.small).unwrap_or(body.text));
    error.headers = Some(answer.headers());
    error
}
