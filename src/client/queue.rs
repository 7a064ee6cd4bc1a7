//! All calls of a process, and the rate limits that they share.

use super::action::{Action, Moment, Step, Waker};
use super::call::{Call, CallSettings, Context, Event, misreport};
use super::failure::Failure;
use super::response::{BodyEnd, Head, Json};
use super::scope::Scope;
use crate::contract::Outcome;
use crate::policy::{ByNumber, Clock};
use crate::validation::CheckedRequest;

/// All calls in progress by number, and the scopes of their rate limits: one for each key and
/// server. Numbers stand for these, so no key is stored here.
#[derive(Debug)]
pub struct CallQueue {
    calls: ByNumber<Call>,
    scopes: ByNumber<Scope>,
    last_call: u32,
    /// When there are this many calls, lost ones are removed.
    check_calls_at: usize,
    /// When there are this many scopes, idle ones are removed.
    check_scopes_at: usize,
    clock: Clock,
}

impl Default for CallQueue {
    fn default() -> Self {
        CallQueue::new()
    }
}

/// A call that is a day past its deadline has been abandoned.
const LOST_MS: f64 = 86_400_000.0;

impl CallQueue {
    /// No calls yet.
    pub const fn new() -> CallQueue {
        CallQueue {
            calls: ByNumber::new(),
            scopes: ByNumber::new(),
            last_call: 0,
            check_calls_at: 64,
            check_scopes_at: 64,
            clock: Clock::new(),
        }
    }

    /// Starts a call with a checked request; returns the call's number and its first step.
    pub fn start(
        &mut self,
        request: CheckedRequest,
        settings: CallSettings,
        moment: Moment,
    ) -> (u32, Step) {
        self.last_call = self.last_call.wrapping_add(1);
        let call = self.last_call;
        let now = self.clock.read(moment.monotonic, moment.wall);
        if self.calls.len() >= self.check_calls_at {
            self.forget_lost(now);
            self.check_calls_at = 2 * self.calls.len() + 64;
        }
        self.calls.insert(call, Call::new(call, request, settings, now));
        (call, self.step(call, Event::Started, moment))
    }

    /// A wait is over.
    pub fn woken(&mut self, call: u32, waker: Waker, moment: Moment) -> Step {
        self.step(call, Event::Woken(waker), moment)
    }

    /// The head of a response arrived.
    pub fn responded(&mut self, call: u32, head: Head, moment: Moment) -> Step {
        self.step(call, Event::Responded(head), moment)
    }

    /// The body of a response was read. `json` is its content, if it is complete JSON.
    pub fn read(&mut self, call: u32, end: BodyEnd, json: Option<Json>, moment: Moment) -> Step {
        self.step(call, Event::Read(end, json), moment)
    }

    /// The request failed, or the runtime has no timers. `code` is the platform's error code, if
    /// there is one. Messages show it, so it must contain neither the key nor a value.
    pub fn failed(
        &mut self,
        call: u32,
        failure: Failure,
        code: Option<String>,
        moment: Moment,
    ) -> Step {
        self.step(call, Event::Failed(failure, code), moment)
    }

    /// The attempt timed out.
    pub fn timed_out(&mut self, call: u32, moment: Moment) -> Step {
        self.step(call, Event::TimedOut, moment)
    }

    /// The caller's signal aborted the call. `sent` says whether anything of the attempt in progress
    /// may have left this process.
    pub fn aborted(&mut self, call: u32, sent: bool, moment: Moment) -> Step {
        self.step(call, Event::Aborted { sent }, moment)
    }

    /// Whether a new queue would behave the same.
    pub fn is_idle(&mut self, moment: Moment) -> bool {
        let now = self.clock.read(moment.monotonic, moment.wall);
        self.forget_lost(now);
        self.scopes.retain(|scope| !scope.is_idle(now));
        self.calls.is_empty() && self.scopes.is_empty()
    }

    /// Frees all slots, as if nothing had been sent: for tests, which share a process but not its
    /// rate limits. The embedder must then wake all waiting calls.
    pub fn reset_rate_limits(&mut self) {
        self.scopes.retain(|scope| {
            scope.reset();
            true
        });
        self.calls.retain(|call| {
            call.forget_slot();
            true
        });
    }

    /// In Cloudflare Workers, a call ends silently with the request that it serves.
    fn forget_lost(&mut self, now: f64) {
        self.calls.retain(|call| call.ends_at + LOST_MS > now);
    }

    /// Handles an event of a call and returns the call's next step.
    pub fn step(&mut self, number: u32, event: Event, moment: Moment) -> Step {
        let mut now = self.clock.read(moment.monotonic, moment.wall);
        let Some(call) = self.calls.get_mut(number) else {
            return Step { action: Action::Reject(misreport(Outcome::Unknown)), wake: None };
        };
        if let Event::Woken(Waker::Timer) = event
            && let Some(until) = call.time_by_timer(now)
        {
            self.clock.at_least(until);
            now = until;
        }
        let CallSettings { scope, rate_limit, .. } = call.settings;
        let mut scope = match rate_limit {
            Some(_) => scope_of(&mut self.scopes, &mut self.check_scopes_at, scope, now),
            None => None,
        };
        let context = Context { scope: scope.as_deref_mut(), now, random: moment.random };
        let action = call.step(event, context);
        if let Action::Resolve | Action::Reject(_) = action {
            self.calls.remove(number);
        }
        Step { action, wake: scope.and_then(|scope| scope.call_to_wake(now)) }
    }
}

/// Idle scopes are removed, since a process may use any number of keys.
fn scope_of<'a>(
    scopes: &'a mut ByNumber<Scope>,
    check_at: &mut usize,
    number: u32,
    now: f64,
) -> Option<&'a mut Scope> {
    if scopes.get_mut(number).is_none() {
        if scopes.len() >= *check_at {
            scopes.retain(|scope| !scope.is_idle(now));
            *check_at = 2 * scopes.len() + 64;
        }
        scopes.insert(number, Scope::new());
    }
    scopes.get_mut(number)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contract::CREATE_CUSTOM_FIELD_VALUE;
    use crate::validation::{Raw, RawBody, UnknownFields, check_request};

    #[test]
    fn idle_scopes_are_forgotten_once_there_are_many() {
        let (mut scopes, mut check_at) = (ByNumber::new(), 0);
        for number in 0..200 {
            let scope = scope_of(&mut scopes, &mut check_at, number, 0.0).unwrap();
            scope.window.take(1, 0.0, 1000.0);
        }
        assert_eq!(scopes.len(), 200);
        let mut at_most = 0;
        for number in 200..1000 {
            scope_of(&mut scopes, &mut check_at, number, 1e6);
            at_most = at_most.max(scopes.len());
        }
        assert_eq!((check_at, at_most), (64, 448));
    }

    #[test]
    fn lost_calls_are_forgotten_once_there_are_many() {
        let id = Raw::Text("497f6eca-6276-4993-bfeb-53cbbbba6f08".into());
        let body = RawBody::Object { fields: vec![id.clone()], unknown: Vec::new() };
        let request =
            check_request(&CREATE_CUSTOM_FIELD_VALUE, &[id], &body, UnknownFields::Refuse).unwrap();
        let settings = CallSettings { rate_limit: None, ..CallSettings::default() };
        let mut queue = CallQueue::default();
        let mut at_most = 0;
        for minute in 0..10_000 {
            let now = f64::from(minute) * 60_000.0;
            let moment = Moment { monotonic: now, wall: now, random: 0.0 };
            queue.start(request.clone(), settings, moment);
            at_most = at_most.max(queue.calls.len());
        }
        // A day and a deadline have 1,442.5 minutes.
        assert_eq!(at_most, 2 * 1442 + 64);
    }
}
