//! An embedder that reports what a call does not wait for has a bug: the call rejects and leaves
//! nothing behind.

use crate::world::*;
use carecycle_custom_fields::client::{
    Action, BodyEnd, CallQueue, CallSettings, Failure, Head, Moment, Step, Waker,
};
use carecycle_custom_fields::contract::{ErrorClass, Outcome};
use carecycle_custom_fields::policy::RateLimit;

const HEAD: Head = Head { status: 200, is_json: true, retry_after: None };

fn at(ms: f64) -> Moment {
    Moment { monotonic: ms, wall: ms, random: 0.5 }
}

/// A queue whose call is in the wanted state.
#[derive(Clone, Copy, Debug, PartialEq)]
enum State {
    Queued,
    BackingOff,
    Sent,
    Reading,
}

fn call_in(state: State) -> (CallQueue, u32) {
    let settings = CallSettings {
        rate_limit: Some(RateLimit { requests: 1, per_ms: 1000.0 }),
        deadline_ms: Some(1e6),
        ..SETTINGS
    };
    let mut queue = CallQueue::default();
    let (call, step) = queue.start(checked_request(), settings, at(0.0));
    assert!(matches!(step.action, Action::Send { .. }));
    match state {
        State::Queued => {
            let (waiting, step) = queue.start(checked_request(), settings, at(0.0));
            assert!(matches!(step.action, Action::Wait { .. }));
            queue.aborted(call, false, at(0.0));
            return (queue, waiting);
        }
        State::BackingOff => {
            let step = queue.failed(call, Failure::NotSent, None, at(0.0));
            assert!(matches!(step.action, Action::Wait { .. }));
        }
        State::Sent => {}
        State::Reading => {
            let step = queue.responded(call, HEAD, at(0.0));
            assert!(matches!(step.action, Action::Read { .. }));
        }
    }
    (queue, call)
}

#[track_caller]
fn assert_misreport(step: Step, outcome: Outcome) {
    let Action::Reject(error) = step.action else { panic!("{:?}", step.action) };
    assert_eq!((error.class, error.outcome), (ErrorClass::CareCycleError, outcome));
    assert_eq!(error.message, "The call was driven in the wrong order: a bug in this package");
    assert_eq!(error.code, "CRASHED");
}

type Report = fn(&mut CallQueue, u32) -> Step;

#[test]
fn a_report_that_the_call_does_not_wait_for_rejects_it_and_leaks_nothing() {
    let responded: Report = |queue, call| queue.responded(call, HEAD, at(1.0));
    let read: Report = |queue, call| queue.read(call, BodyEnd::Whole, Some(documented()), at(1.0));
    let woken: Report = |queue, call| queue.woken(call, Waker::Timer, at(1.0));
    let woken_by_call: Report = |queue, call| queue.woken(call, Waker::Call, at(1.0));
    for (state, report, outcome) in [
        (State::Queued, responded, Outcome::NotSent),
        (State::Queued, read, Outcome::NotSent),
        (State::BackingOff, responded, Outcome::NotSent),
        (State::BackingOff, read, Outcome::NotSent),
        (State::Sent, read, Outcome::Unknown),
        (State::Sent, woken, Outcome::Unknown),
        (State::Sent, woken_by_call, Outcome::Unknown),
        (State::Reading, responded, Outcome::Unknown),
        (State::Reading, woken, Outcome::Unknown),
        (State::Reading, woken_by_call, Outcome::Unknown),
    ] {
        let (mut queue, call) = call_in(state);
        assert_misreport(report(&mut queue, call), outcome);
        // The call is over.
        assert_misreport(report(&mut queue, call), Outcome::Unknown);
        // The attempt's time, and as long as a request counts for any limit.
        let over = 1000.0 + 250.0 + 60_000.0;
        assert!(queue.is_idle(at(over)), "{state:?} left something behind");
    }
}

#[test]
fn a_call_that_never_started_is_rejected() {
    let (mut queue, call) = call_in(State::Sent);
    let unknown = call + 1;
    assert_misreport(queue.woken(unknown, Waker::Timer, at(0.0)), Outcome::Unknown);
    assert_misreport(queue.responded(unknown, HEAD, at(0.0)), Outcome::Unknown);
    assert_misreport(queue.read(unknown, BodyEnd::Whole, None, at(0.0)), Outcome::Unknown);
    assert_misreport(queue.failed(unknown, Failure::Lost, None, at(0.0)), Outcome::Unknown);
    assert_misreport(queue.timed_out(unknown, at(0.0)), Outcome::Unknown);
    assert_misreport(queue.aborted(unknown, false, at(0.0)), Outcome::Unknown);
    // The other one goes on.
    let step = queue.responded(call, HEAD, at(0.0));
    assert!(matches!(step.action, Action::Read { .. }));
}

#[test]
fn a_misreported_call_does_not_keep_the_others_waiting() {
    let (mut queue, call) = call_in(State::Queued);
    let settings =
        CallSettings { rate_limit: Some(RateLimit { requests: 1, per_ms: 1000.0 }), ..SETTINGS };
    let (next, step) = queue.start(checked_request(), settings, at(0.0));
    assert!(matches!(step.action, Action::Wait { .. }));
    let step = queue.responded(call, HEAD, at(1.0));
    assert_eq!(step.wake, Some(next));
    let step = queue.woken(next, Waker::Call, at(1.0));
    assert!(matches!(step.action, Action::Send { .. }));
}

#[test]
fn a_report_that_nothing_can_wait_rejects_a_waiting_call() {
    for state in [State::Queued, State::BackingOff] {
        let (mut queue, call) = call_in(state);
        let step = queue.failed(call, Failure::NotSent, None, at(1.0));
        let Action::Reject(error) = step.action else { panic!("{:?}", step.action) };
        assert_eq!(error.class, ErrorClass::ApiConnectionError);
        assert_eq!(error.outcome, Outcome::NotSent);
    }
}
