//! One call: paced, sent, its answer told apart, and tried again where that is safe.

use super::error::{Attempt, Error};
use super::pacer::{NoTurn, Pacer};
use super::platform::{Answer, Body, Document, End, Failure, Notice, Paused, Platform, Wait};
use crate::policy::{
    ErrorKind, Limit, Outcome, Retries, classify, outcome_of_status, retry_after, wait_ms,
};
use crate::validation::{CheckedRequest, check_response};

type Created<P> = Result<<<P as Platform>::Answer as Answer>::Document, Box<Error>>;

/// What a caller sets for a call.
#[derive(Clone, Copy, Debug)]
pub struct Terms {
    /// Milliseconds that an attempt may take, its body included.
    pub timeout_ms: f64,
    /// Milliseconds that the whole call may take, all waits included.
    pub deadline_ms: f64,
    /// When to try again.
    pub retries: Retries,
}

/// Creates the value. Without a pacer nothing keeps to the rate limit.
pub async fn create<P: Platform>(
    platform: &P,
    pacer: Option<(&Pacer, Limit)>,
    request: &CheckedRequest,
    terms: Terms,
) -> Created<P> {
    let ends_at = platform.now() + terms.deadline_ms;
    let ticket = pacer.map_or(0, |(pacer, _)| pacer.ticket());
    let mut attempts = Vec::new();
    let mut in_hand = None;
    let mut error = loop {
        if let Some((pacer, limit)) = pacer {
            match pacer.turn(platform, limit, ticket, ends_at).await {
                Ok(()) => {}
                Err(NoTurn::Aborted) => break interrupted(ErrorKind::Abort, Outcome::NotSent),
                Err(NoTurn::Late) => break in_hand.unwrap_or_else(late),
            }
        } else if platform.now() >= ends_at {
            break in_hand.unwrap_or_else(late);
        }
        let result =
            attempt(platform, request, terms.timeout_ms.min(ends_at - platform.now())).await;
        let now = platform.now();
        let (mut wait, mut limited) = (0.0, false);
        if let Err(error) = &result {
            wait = wait_ms(error.retry_after, attempts.len() + 1, platform.random());
            limited = error.kind == ErrorKind::RateLimit;
        }
        if let Err(error) = &result
            && error.kind == ErrorKind::Abort
            && error.outcome == Outcome::NotSent
        {
            if let Some((pacer, _)) = pacer {
                pacer.unsent();
            }
            break interrupted(ErrorKind::Abort, Outcome::NotSent);
        }
        if let Some((pacer, limit)) = pacer {
            pacer.settled(now, limit, limited.then_some(wait));
        }
        let error = match result {
            Ok(value) => return Ok(value),
            Err(error) => error,
        };
        let Error { kind, outcome, status, .. } = *error;
        attempts.push(Attempt { kind, outcome, status });
        if !terms.retries.again(attempts.len(), kind, outcome) || now + wait > ends_at {
            break error;
        }
        in_hand = Some(error);
        // A 429 stops the pacer: there the call waits with all others, in its old place.
        let notice = Notice { wait: Wait::Retry, ms: wait };
        if !(limited && pacer.is_some())
            && platform.pause(wait, Some(notice), |_| false).await == Paused::Aborted
        {
            break interrupted(ErrorKind::Abort, Outcome::NotSent);
        }
    };
    for attempt in &attempts {
        error.outcome = error.outcome.max(attempt.outcome);
    }
    error.attempts = attempts;
    Err(error)
}

async fn attempt<P: Platform>(platform: &P, request: &CheckedRequest, ms: f64) -> Created<P> {
    let answer = platform.send(request, ms).await.map_err(|failure| failed(failure, None))?;
    let status = answer.status();
    if matches!(status, 0 | 300..=399) {
        let message = "The server redirects; the key is not sent elsewhere";
        let mut error = Error::new(ErrorKind::UnexpectedResponse, Outcome::Rejected, message);
        error.status = Some(status);
        return Err(error);
    }
    let body = answer.read().await.map_err(|failure| failed(failure, Some(status)))?;
    if matches!(status, 200..=299) { created(status, body) } else { Err(refused(status, body)) }
}

fn late() -> Box<Error> {
    let message = "No slot within the rate limit before deadlineMs; nothing was sent";
    Error::new(ErrorKind::Timeout, Outcome::NotSent, message)
}

fn interrupted(kind: ErrorKind, outcome: Outcome) -> Box<Error> {
    let message = match kind {
        ErrorKind::Abort => "The caller's signal aborted the call",
        ErrorKind::Timeout => "No whole answer within timeoutMs or deadlineMs",
        _ if outcome == Outcome::NotSent => "No connection to the server; nothing was sent",
        _ => "The connection failed before an answer came",
    };
    Error::new(kind, outcome, message)
}

fn failed(Failure { kind, sent }: Failure, status: Option<u16>) -> Box<Error> {
    let outcome = match status {
        Some(status) => outcome_of_status(status),
        None if sent => Outcome::Unknown,
        None => Outcome::NotSent,
    };
    let mut error = interrupted(kind, outcome);
    error.status = status;
    error
}

/// A 2xx: the value is there, whatever became of the body.
fn created<D: Document>(status: u16, body: Body<D>) -> Result<D, Box<Error>> {
    let mut kind = ErrorKind::UnexpectedResponse;
    let mut message = String::from("The value was created, but the answer ");
    match (body.end, body.json) {
        (End::Lost, _) => {
            kind = ErrorKind::Connection;
            message.push_str("was cut off");
        }
        (End::TooBig, _) => message.push_str("is over 8 MB"),
        (End::Whole, None) => message.push_str("is not JSON"),
        (End::Whole, Some(json)) => match check_response(&json.response_fields()) {
            Ok(()) => return Ok(json),
            Err(why) => message.push_str(&why),
        },
    }
    let mut error = Error::new(kind, Outcome::Created, &message);
    error.status = Some(status);
    Err(error)
}

/// An answer that is no 2xx. A status of 4xx is what it says even where the body does not come whole.
/// What the server says for a person is added by the platform, which has the body.
fn refused<D: Document>(status: u16, body: Body<D>) -> Box<Error> {
    let said = body.json.map(|json| json.error_body()).unwrap_or_default();
    let kind = classify(status, said.code.as_deref());
    let message = match kind {
        ErrorKind::UnexpectedResponse => "A status that no answer has",
        _ => "The server refused the request",
    };
    let mut error = Error::new(kind, outcome_of_status(status), message);
    error.code = said.code;
    error.status = Some(status);
    error.retry_after = retry_after(said.retry_after, body.retry_after);
    error
}
