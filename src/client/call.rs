//! One call: paced, sent, its answer told apart, and tried again where that is safe.

use super::error::{Attempt, Error};
use super::event::{Action, Answer, End, Event, Failure, Notice, Wait};
use super::pacer::Pacer;
use crate::policy::{
    ErrorKind, Limit, Outcome, Retries, classify, outcome_of_status, retry_after, wait_ms,
};
use crate::validation::check_response;

/// What a caller sets for a call.
#[derive(Clone, Copy, Debug)]
pub struct Terms {
    /// Whose rate limit it is: all calls of one scope share it.
    pub scope: u32,
    /// The rate limit; nothing keeps to one of no requests.
    pub limit: Limit,
    /// Milliseconds that an attempt may take, its body included.
    pub timeout_ms: f64,
    /// Milliseconds that the whole call may take, all waits included.
    pub deadline_ms: f64,
    /// When to try again.
    pub retries: Retries,
}

#[derive(Debug)]
pub(super) struct Call {
    id: u32,
    pub(super) terms: Terms,
    /// Its place in the order, kept for all attempts.
    ticket: u64,
    ends_at: f64,
    state: State,
    /// Whether the caller was told of this wait for a turn.
    told: bool,
    /// When the pause began, and when its time is over.
    paused: (f64, f64),
    attempts: Vec<Attempt>,
    in_hand: Option<Box<Error>>,
}

#[derive(Clone, Copy, Debug)]
enum State {
    /// Waits for a turn.
    Queued,
    /// Waits before another attempt.
    BackingOff,
    /// Waits for an answer.
    Sent,
}

impl Call {
    pub(super) fn new(id: u32, terms: Terms, ticket: u64, now: f64) -> Call {
        Call {
            id,
            terms,
            ticket,
            ends_at: now + terms.deadline_ms,
            state: State::Queued,
            told: false,
            paused: (0.0, 0.0),
            attempts: Vec::new(),
            in_hand: None,
        }
    }

    /// When the pause began whose end this is, and when it ends by the timer.
    pub(super) fn paused(&self, event: &Event) -> Option<(f64, f64)> {
        let is_end = matches!(event, Event::Failed(Failure { kind: ErrorKind::Timeout, .. }));
        let pauses = matches!(self.state, State::Queued | State::BackingOff);
        (is_end && pauses).then_some(self.paused)
    }

    /// What to do next; nothing where it does not wait for what happened.
    pub(super) fn step(
        &mut self,
        mut pacer: Option<&mut Pacer>,
        event: Event,
        now: f64,
        random: f64,
    ) -> Option<Action> {
        let result = match (self.state, event) {
            (State::Queued, Event::Wake) => return Some(self.queue(pacer, now)),
            (
                State::Queued | State::BackingOff,
                Event::Failed(Failure { kind, sent: false, .. }),
            ) => {
                if let Some(pacer) = pacer {
                    pacer.leave(self.ticket);
                }
                return Some(self.end(interrupted(kind, Outcome::NotSent)));
            }
            (State::Sent, Event::Failed(Failure { kind: ErrorKind::Abort, sent: false, .. })) => {
                if let Some(pacer) = pacer {
                    pacer.unsent();
                }
                return Some(self.end(interrupted(ErrorKind::Abort, Outcome::NotSent)));
            }
            (State::Queued | State::BackingOff, Event::Failed(_)) => {
                return Some(self.queue(pacer, now));
            }
            (State::Sent, Event::Failed(failure)) => Err(failed(failure)),
            (State::Sent, Event::Answer(answer)) => answered(answer),
            _ => return None,
        };
        let mut wait = None;
        if let Err(error) = &result {
            let ms = wait_ms(error.retry_after, self.attempts.len() + 1, random);
            wait = Some((ms, error.kind == ErrorKind::RateLimit));
        }
        let stop = wait.and_then(|(ms, limited)| limited.then_some(ms));
        if let Some(pacer) = &mut pacer {
            pacer.settled(now, self.terms.limit, stop);
        }
        match (result, wait) {
            (Err(error), Some((ms, _))) => Some(self.again(pacer, error, ms, now)),
            _ => Some(Action::End(Ok(()))),
        }
    }

    /// After an attempt that failed.
    fn again(&mut self, pacer: Option<&mut Pacer>, error: Box<Error>, ms: f64, now: f64) -> Action {
        let Error { kind, outcome, status, .. } = *error;
        self.attempts.push(Attempt { kind, outcome, status });
        if !self.terms.retries.again(self.attempts.len(), kind, outcome) || now + ms > self.ends_at
        {
            return self.end(error);
        }
        self.in_hand = Some(error);
        self.told = false;
        // A 429 stops the pacer: there the call waits with all others, in its old place.
        if kind == ErrorKind::RateLimit && pacer.is_some() {
            return self.queue(pacer, now);
        }
        self.state = State::BackingOff;
        self.pause(now, now + ms, Some(Notice { wait: Wait::Retry, ms }))
    }

    /// Takes a turn, or waits for one.
    fn queue(&mut self, mut pacer: Option<&mut Pacer>, now: f64) -> Action {
        self.state = State::Queued;
        // After a sleep a slot may be free and the deadline past: then nothing is sent.
        let mut late = now >= self.ends_at;
        if let Some(pacer) = &mut pacer
            && !late
            && let Some((is_first, earliest)) =
                pacer.ask(self.terms.limit, self.ticket, self.id, now)
        {
            // Whoever is not first goes no sooner than the first.
            late = earliest.is_finite() && earliest > self.ends_at;
            if !late {
                let until = if is_first { earliest.min(self.ends_at) } else { self.ends_at };
                let notice = Notice { wait: Wait::RateLimit, ms: earliest - now };
                let notice = (!std::mem::replace(&mut self.told, true)).then_some(notice);
                return self.pause(now, until, notice);
            }
        }
        if late {
            if let Some(pacer) = pacer {
                pacer.leave(self.ticket);
            }
            let error = self.in_hand.take().unwrap_or_else(no_turn);
            return self.end(error);
        }
        self.state = State::Sent;
        Action::Send { ms: self.terms.timeout_ms.min(self.ends_at - now) }
    }

    fn pause(&mut self, now: f64, until: f64, notice: Option<Notice>) -> Action {
        self.paused = (now, until);
        Action::Pause { ms: until - now, notice }
    }

    fn end(&mut self, mut error: Box<Error>) -> Action {
        for attempt in &self.attempts {
            error.outcome = error.outcome.max(attempt.outcome);
        }
        error.attempts = std::mem::take(&mut self.attempts);
        Action::End(Err(error))
    }
}

fn no_turn() -> Box<Error> {
    let message = "No slot within the rate limit before deadlineMs; nothing was sent";
    Error::new(ErrorKind::Timeout, Outcome::NotSent, None, message)
}

fn interrupted(kind: ErrorKind, outcome: Outcome) -> Box<Error> {
    let message = match kind {
        ErrorKind::Abort => "The caller's signal aborted the call",
        ErrorKind::Timeout => "No whole answer within timeoutMs or deadlineMs",
        _ if outcome == Outcome::NotSent => "No connection to the server; nothing was sent",
        _ => "The connection failed before an answer came",
    };
    Error::new(kind, outcome, None, message)
}

fn failed(Failure { kind, sent, status }: Failure) -> Box<Error> {
    let outcome = match status {
        Some(status) => outcome_of_status(status),
        None if sent => Outcome::Unknown,
        None => Outcome::NotSent,
    };
    let mut error = interrupted(kind, outcome);
    error.status = status;
    error
}

fn answered(answer: Answer) -> Result<(), Box<Error>> {
    match answer.status {
        200..=299 => created(answer),
        0 | 300..=399 => {
            let message = "The server redirects; the key is not sent elsewhere";
            let (kind, status) = (ErrorKind::UnexpectedResponse, Some(answer.status));
            Err(Error::new(kind, Outcome::Rejected, status, message))
        }
        _ => Err(refused(answer)),
    }
}

/// A 2xx: the value is there, whatever became of the body.
fn created(Answer { status, end, json, .. }: Answer) -> Result<(), Box<Error>> {
    let mut kind = ErrorKind::UnexpectedResponse;
    let mut message = String::from("The value was created, but the answer ");
    match (end, json) {
        (End::Lost, _) => {
            kind = ErrorKind::Connection;
            message.push_str("was cut off");
        }
        (End::TooBig, _) => message.push_str("is over 8 MB"),
        (End::Whole, None) => message.push_str("is not JSON"),
        (End::Whole, Some(json)) => match check_response(&json.fields) {
            Ok(()) => return Ok(()),
            Err(why) => message.push_str(&why),
        },
    }
    Err(Error::new(kind, Outcome::Created, Some(status), &message))
}

/// An answer that is no 2xx. A status of 4xx is what it says even where the body does not come whole.
/// What the server says, for a person and for a program, is added by the platform, which has the body.
fn refused(Answer { status, json, retry_after: header, .. }: Answer) -> Box<Error> {
    let said = json.map(|json| json.error).unwrap_or_default();
    let kind = classify(status, said.code);
    let message = match kind {
        ErrorKind::UnexpectedResponse => "A status that no answer has",
        _ => "The server refused the request",
    };
    let mut error = Error::new(kind, outcome_of_status(status), Some(status), message);
    error.retry_after = retry_after(said.retry_after, header);
    error
}
