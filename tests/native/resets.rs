//! Rate limits that are reset between tests.

use crate::world::*;
use carecycle_custom_fields::client::{
    Action, BodyEnd, CallQueue, CallSettings, Head, Json, Moment, Step, Waker,
};
use carecycle_custom_fields::policy::RateLimit;

const LIMIT: RateLimit = RateLimit { requests: 2, per_ms: 60_000.0 };

fn at(ms: f64) -> Moment {
    Moment { monotonic: ms, wall: ms, random: 0.5 }
}

fn settings() -> CallSettings {
    CallSettings { rate_limit: Some(LIMIT), ..SETTINGS }
}

/// Starts calls, and gives their numbers and whether each was sent.
fn start(queue: &mut CallQueue, count: u32, now: f64) -> Vec<(u32, bool)> {
    (0..count)
        .map(|_| {
            let (call, step) = queue.start(checked_request(), settings(), at(now));
            (call, is_sent(&step))
        })
        .collect()
}

fn is_sent(step: &Step) -> bool {
    matches!(step.action, Action::Send { .. })
}

/// The response of a call's request: a 429 with what it says to wait.
fn refuse(queue: &mut CallQueue, call: u32, retry_after: f64, now: f64) -> Step {
    let head = Head { status: 429, is_json: true, retry_after: Some(retry_after) };
    queue.responded(call, head, at(now));
    queue.read(call, BodyEnd::Whole, Some(Json::default()), at(now))
}

#[test]
fn waiting_calls_get_their_slots_immediately_in_their_order_within_the_limit() {
    let mut queue = CallQueue::default();
    let calls = start(&mut queue, 6, 0.0);
    assert_eq!(calls.iter().filter(|(_, sent)| *sent).count(), 2);
    queue.reset_rate_limits();
    let sent: Vec<_> = calls
        .iter()
        .skip(2)
        .map(|(call, _)| is_sent(&queue.woken(*call, Waker::Call, at(1.0))))
        .collect();
    assert_eq!(sent, [true, true, false, false]);
}

#[test]
fn a_stop_after_a_429_is_over() {
    let mut queue = CallQueue::default();
    let calls = start(&mut queue, 1, 0.0);
    assert!(!is_sent(&refuse(&mut queue, calls[0].0, 60.0, 1.0)));
    queue.reset_rate_limits();
    let sent: Vec<_> = start(&mut queue, 2, 2.0).into_iter().map(|(_, sent)| sent).collect();
    // The refused call keeps its place: it goes first once it is woken.
    assert_eq!(sent, [true, false]);
    assert!(is_sent(&queue.woken(calls[0].0, Waker::Call, at(2.0))));
}

#[test]
fn responses_to_earlier_requests_neither_use_slots_nor_stop_others() {
    let mut queue = CallQueue::default();
    let before = start(&mut queue, 2, 0.0);
    queue.reset_rate_limits();
    // It waits on its own, as long as its response says.
    let step = refuse(&mut queue, before[0].0, 30.0, 1.0);
    assert!(matches!(step.action, Action::Wait { ms, .. } if ms >= 30_000.0), "{step:?}");
    queue.failed(before[1].0, carecycle_custom_fields::client::Failure::Lost, None, at(1.0));
    assert!(start(&mut queue, 2, 2.0).iter().all(|(_, sent)| *sent));
    assert!(start(&mut queue, 1, 2.0).iter().all(|(_, sent)| !*sent));
    // Sent again, it is counted as all are.
    assert!(!is_sent(&queue.woken(before[0].0, Waker::Timer, at(30_002.0))));
}

#[test]
fn each_scope_is_reset() {
    let mut queue = CallQueue::default();
    let one = RateLimit { requests: 1, ..LIMIT };
    let send = |queue: &mut CallQueue, scope| {
        let settings = CallSettings { scope, rate_limit: Some(one), ..SETTINGS };
        is_sent(&queue.start(checked_request(), settings, at(0.0)).1)
    };
    for scope in 0..3 {
        assert!(send(&mut queue, scope));
    }
    queue.reset_rate_limits();
    for scope in 0..3 {
        assert!(send(&mut queue, scope));
        assert!(!send(&mut queue, scope));
    }
}
