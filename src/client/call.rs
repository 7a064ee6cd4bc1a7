//! One call: it waits for a slot, is sent, its response is classified, and it is retried if that is safe.

use super::action::{Action, Notice, WaitReason, Waker};
use super::failure::{Failure, Interruption, incomplete};
use super::response::{BodyEnd, Head, Json, classify_response, redirected};
use super::scope::Scope;
use crate::contract::{Attempt, ErrorClass, ErrorReport, Outcome};
use crate::policy::{
    DEFAULT_MAX_RETRIES, DEFAULT_RATE_LIMIT, DEFAULT_TIMEOUT_MS, MAX_RESPONSE_BYTES, RateLimit,
    Retries, backoff_ms, default_deadline_ms,
};
use crate::validation::CheckedRequest;

/// The settings of a call.
#[derive(Clone, Copy, Debug)]
pub struct CallSettings {
    /// Stands for a key and server: calls with the same scope share a rate limit.
    pub scope: u32,
    /// The rate limit; `None` if it is turned off.
    pub rate_limit: Option<RateLimit>,
    /// The timeout of an attempt in milliseconds, reading the body included.
    pub timeout_ms: f64,
    /// The deadline of the whole call in milliseconds, all waits included; by default the timeout
    /// and two windows.
    pub deadline_ms: Option<f64>,
    /// Which retries are allowed.
    pub retries: Retries,
}

impl Default for CallSettings {
    fn default() -> Self {
        CallSettings {
            scope: 0,
            rate_limit: Some(DEFAULT_RATE_LIMIT),
            timeout_ms: DEFAULT_TIMEOUT_MS,
            deadline_ms: None,
            retries: Retries { max: DEFAULT_MAX_RETRIES, unknown: false },
        }
    }
}

/// What happened to a call.
#[derive(Debug)]
pub enum Event {
    /// It was started.
    Started,
    /// Its wait is over.
    Woken(Waker),
    /// The head of a response arrived.
    Responded(Head),
    /// The body of a response was read; its content, if it is complete JSON.
    Read(BodyEnd, Option<Json>),
    /// The request failed, or the runtime has no timers; the platform's error code, if there is
    /// one.
    Failed(Failure, Option<String>),
    /// The attempt timed out.
    TimedOut,
    /// The caller's signal aborted it.
    Aborted {
        /// Whether anything of the attempt in progress may have left this process.
        sent: bool,
    },
}

/// What a step needs besides the call's own state.
pub(super) struct Context<'a> {
    pub(super) scope: Option<&'a mut Scope>,
    pub(super) now: f64,
    pub(super) random: f64,
}

#[derive(Debug)]
pub(super) struct Call {
    id: u32,
    request: CheckedRequest,
    pub(super) settings: CallSettings,
    /// The deadline.
    pub(super) ends_at: f64,
    state: State,
    /// Whether the caller was notified of this wait for a slot.
    notified: bool,
    /// Whether the limits were reset since its request left, so that its response is not counted.
    is_forgotten: bool,
    /// How many timers in a row fired early by the clock.
    early_timers: u32,
    attempts: Vec<Attempt>,
    /// The error of the previous attempt.
    last_error: Option<Box<ErrorReport>>,
}

#[derive(Clone, Copy, Debug)]
enum State {
    /// Waits for a slot until another call wakes it or its own timer fires, which was set at
    /// `since` for `until`.
    Queued { since: f64, until: f64 },
    /// Waits before a retry until its own timer fires.
    BackingOff { since: f64, until: f64 },
    /// Waits for a response.
    Sent,
    /// Reads the response's body.
    Reading(Head),
}

/// A busy event loop explains a timer that is early by less than this: it counts from when the loop
/// last read its clock.
const BUSY_LOOP_MS: f64 = 1000.0;

/// A busy event loop does not make more timers than this early in a row.
const MAX_EARLY_TIMERS: u32 = 2;

impl Call {
    pub(super) fn new(id: u32, request: CheckedRequest, settings: CallSettings, now: f64) -> Call {
        let CallSettings { timeout_ms, rate_limit, deadline_ms, .. } = settings;
        Call {
            id,
            request,
            settings,
            ends_at: now
                + deadline_ms.unwrap_or_else(|| default_deadline_ms(timeout_ms, rate_limit)),
            state: State::Queued { since: now, until: now },
            notified: false,
            is_forgotten: false,
            early_timers: 0,
            attempts: Vec::new(),
            last_error: None,
        }
    }

    /// The time at which the call's own timer was due, if the clock that contradicts it must be
    /// wrong: it stands still, was set back, or a test fakes only timers.
    pub(super) fn time_by_timer(&mut self, now: f64) -> Option<f64> {
        let (State::Queued { since, until } | State::BackingOff { since, until }) = self.state
        else {
            return None;
        };
        self.early_timers = if now < until { self.early_timers + 1 } else { 0 };
        let is_wrong =
            now <= since || until - now >= BUSY_LOOP_MS || self.early_timers > MAX_EARLY_TIMERS;
        is_wrong.then_some(until)
    }

    /// The rate limits were reset: the response to a request in flight no longer counts.
    pub(super) fn forget_slot(&mut self) {
        self.is_forgotten = true;
    }

    /// Handles an event and returns the next action.
    pub(super) fn step(&mut self, event: Event, context: Context) -> Action {
        match (self.state, event) {
            (State::BackingOff { until, .. }, Event::Woken(_)) if context.now < until => {
                self.back_off(context.now, until, None)
            }
            (State::Queued { .. }, Event::Started)
            | (State::Queued { .. } | State::BackingOff { .. }, Event::Woken(_)) => {
                self.request_slot(context)
            }
            (State::Sent, Event::Responded(head)) if head.is_redirect() => {
                self.end_attempt(Err(redirected(head.status)), context)
            }
            (State::Sent, Event::Responded(head)) => {
                if let Some(scope) = context.scope {
                    scope.window.responded(self.id, context.now);
                }
                self.state = State::Reading(head);
                Action::Read { max_bytes: MAX_RESPONSE_BYTES }
            }
            (State::Reading(head), Event::Read(end, json)) => {
                let result = classify_response(&self.request, head, end, json);
                self.end_attempt(result, context)
            }
            (_, Event::Failed(failure, code)) => {
                self.interrupted(&Interruption::Failed(failure, code), context)
            }
            (_, Event::TimedOut) => self.interrupted(&Interruption::TimedOut, context),
            (_, Event::Aborted { sent }) => {
                self.interrupted(&Interruption::Aborted { sent }, context)
            }
            (State::Queued { .. } | State::BackingOff { .. }, _) => {
                if let Some(scope) = context.scope {
                    scope.leave(self.id);
                }
                self.reject(misreport(Outcome::NotSent))
            }
            (State::Sent | State::Reading(_), _) => self.reject(misreport(Outcome::Unknown)),
        }
    }

    /// Takes a slot, or waits for one.
    fn request_slot(&mut self, context: Context) -> Action {
        let Context { scope, now, .. } = context;
        // After a sleep, a slot may be free and the deadline past: then nothing is sent.
        let mut is_too_late = now >= self.ends_at;
        if let (Some(scope), Some(limit)) = (scope, self.settings.rate_limit) {
            if !is_too_late {
                let (own, first) = scope.estimate_slots(self.id, limit, now);
                is_too_late = first.not_before().is_some_and(|at| at >= self.ends_at);
                let ask_at = own.ask_at(now);
                if !is_too_late && ask_at > now {
                    let until = ask_at.min(self.ends_at);
                    scope.enqueue(self.id, limit, until, self.ends_at);
                    let ms = own.not_before().map(|at| at - now);
                    let notice = Notice { reason: WaitReason::RateLimit, ms };
                    let is_news = !std::mem::replace(&mut self.notified, true);
                    self.state = State::Queued { since: now, until };
                    return Action::Wait { ms: until - now, notice: is_news.then_some(notice) };
                }
            }
            scope.leave(self.id);
            if !is_too_late {
                scope.window.take(self.id, now, self.attempt_ms(now));
            }
        }
        if is_too_late {
            let error = self.last_error.take().unwrap_or_else(no_slot);
            return self.reject(error);
        }
        self.state = State::Sent;
        self.is_forgotten = false;
        Action::Send { within_ms: self.attempt_ms(now) }
    }

    fn attempt_ms(&self, now: f64) -> f64 {
        self.settings.timeout_ms.min(self.ends_at - now)
    }

    /// The call was interrupted: the connection failed, it timed out, or the caller aborted it.
    fn interrupted(&mut self, why: &Interruption, context: Context) -> Action {
        let head = match self.state {
            State::Queued { .. } | State::BackingOff { .. } => {
                if let Some(scope) = context.scope {
                    scope.leave(self.id);
                }
                return self.reject(incomplete(why, false, None));
            }
            State::Sent => None,
            State::Reading(head) => Some(head),
        };
        let is_unsent_abort = matches!(why, Interruption::Aborted { sent: false });
        if is_unsent_abort && head.is_none() {
            if let Some(scope) = context.scope {
                scope.window.give_back(self.id);
            }
            return self.reject(incomplete(why, false, None));
        }
        if why.is_final() {
            self.settings.retries = Retries::NEVER;
        }
        self.end_attempt(Err(incomplete(why, why.sent(), head)), context)
    }

    fn end_attempt(
        &mut self,
        result: Result<(), Box<ErrorReport>>,
        mut context: Context,
    ) -> Action {
        let error = result.err();
        let ms = error.as_ref().map_or(0.0, |error| {
            backoff_ms(error.retry_after, self.attempts.len() + 1, context.random)
        });
        let is_limited =
            error.as_ref().is_some_and(|error| error.class == ErrorClass::RateLimitError);
        if self.is_forgotten {
            context.scope = None;
        }
        if let Some(scope) = &mut context.scope {
            scope.window.complete(self.id, context.now, is_limited.then_some(ms));
        }
        match error {
            None => Action::Resolve,
            Some(error) => self.retry(error, ms, context),
        }
    }

    /// Retries after an attempt that failed, or rejects.
    fn retry(&mut self, error: Box<ErrorReport>, ms: f64, context: Context) -> Action {
        let now = context.now;
        self.attempts.push(error.attempt());
        let is_allowed = self.settings.retries.allow(
            self.attempts.len(),
            error.class,
            &error.code,
            error.outcome,
        );
        if !is_allowed || now + ms >= self.ends_at {
            return self.reject(error);
        }
        // A 429 stops the whole scope, so the call joins the queue again, in its old place.
        let waits_with_others =
            error.class == ErrorClass::RateLimitError && context.scope.is_some();
        self.last_error = Some(error);
        self.notified = false;
        if waits_with_others {
            return self.request_slot(context);
        }
        let notice = Notice { reason: WaitReason::Retry, ms: Some(ms) };
        self.back_off(now, now + ms, Some(notice))
    }

    fn back_off(&mut self, now: f64, until: f64, notice: Option<Notice>) -> Action {
        self.state = State::BackingOff { since: now, until };
        Action::Wait { ms: until - now, notice }
    }

    fn reject(&mut self, mut error: Box<ErrorReport>) -> Action {
        for attempt in &self.attempts {
            error.outcome = error.outcome.max(attempt.outcome);
        }
        error.attempts = std::mem::take(&mut self.attempts);
        Action::Reject(error)
    }
}

/// An event that does not fit the call's state: a bug in the embedder.
pub(super) fn misreport(outcome: Outcome) -> Box<ErrorReport> {
    let message = "The call was driven in the wrong order: a bug in this package";
    ErrorReport::new(ErrorClass::CareCycleError, outcome, None, message.into())
}

fn no_slot() -> Box<ErrorReport> {
    let message = "No slot within the rate limit before deadlineMs; nothing was sent";
    ErrorReport::new(ErrorClass::ApiConnectionTimeoutError, Outcome::NotSent, None, message.into())
}
