//! Long queues, and calls that leave them.

use std::time::{Duration, Instant};

use crate::world::*;
use carecycle_custom_fields::client::{Action, CallQueue, CallSettings, Failure, Moment, Waker};
use carecycle_custom_fields::policy::RateLimit;

fn at(ms: f64) -> Moment {
    Moment { monotonic: ms, wall: ms, random: 0.5 }
}

#[test]
fn a_queue_of_10_000_keeps_its_order_while_calls_leave_its_middle_and_its_end() {
    let limit = RateLimit { requests: 100, per_ms: 100.0 };
    let mut plans = vec![PLAN; 10_000];
    for (index, plan) in plans.iter_mut().enumerate() {
        match index {
            4000..6000 => plan.abort_at = 20.0,
            9000.. => plan.abort_at = 30.0 + (index % 7) as f64,
            index if index % 3 == 1 => plan.abort_at = 50.0 + (index % 1000) as f64,
            _ => {}
        }
    }
    let mut world = World::limited(limit);
    let ended = run_all(&mut world, Some(limit), &plans);
    // Of calls that leave at the same time it does not matter which is first.
    let mut seen = world.server.seen.clone();
    seen.sort_by(|a, b| a.at.total_cmp(&b.at).then(a.call.cmp(&b.call)));
    assert!(seen.is_sorted_by_key(|seen| seen.call), "calls overtook each other");
    for (index, (ended, plan)) in ended.iter().zip(&plans).enumerate() {
        assert!(ended.at <= plan.abort_at, "{index}");
        assert!(ended.result.is_ok() || ended.at == plan.abort_at, "{index}");
    }
    let created = ended.iter().filter(|ended| ended.result.is_ok()).count();
    assert!(created > 4000, "{created}");
    assert_eq!(world.server.count_429(), 0);
}

/// Starts `count` calls at once, then aborts those that wait, the last first or the first first.
fn start_and_abort(count: u32, requests: u32, is_last_first: bool) -> Duration {
    let mut settings = SETTINGS;
    settings.rate_limit = Some(RateLimit { requests, per_ms: 60_000.0 });
    settings.deadline_ms = Some(1e9);
    let mut queue = CallQueue::default();
    let request = checked_request();
    let start = Instant::now();
    let mut sent = Vec::new();
    let mut waiting = Vec::new();
    for _ in 0..count {
        let (call, step) = queue.start(request.clone(), settings, at(0.0));
        match step.action {
            Action::Send { .. } => sent.push(call),
            Action::Wait { .. } => waiting.push(call),
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(sent.len(), count.min(requests) as usize);
    for call in sent {
        queue.failed(call, Failure::Lost, None, at(1.0));
    }
    if is_last_first {
        waiting.reverse();
    }
    for call in waiting {
        let step = queue.aborted(call, false, at(2.0));
        assert!(matches!(step.action, Action::Reject(_)));
    }
    assert!(queue.is_idle(at(60_001.0)));
    start.elapsed()
}

/// Eight times as many calls would take 64 times as long. Other programs disturb the measurement, so it
/// may be repeated.
fn assert_not_quadratic(run: impl Fn(u32) -> Duration) {
    let mut measured = Vec::new();
    for _ in 0..5 {
        let (few, many) = (run(12_500), run(100_000));
        if many < few * 24 {
            return;
        }
        measured.push((few, many));
    }
    panic!("12,500 and 100,000 calls took {measured:?}");
}

#[test]
fn starting_and_aborting_100_000_calls_is_not_quadratic() {
    assert_not_quadratic(|count| start_and_abort(count, 60, true));
    assert_not_quadratic(|count| start_and_abort(count, 60, false));
}

#[test]
fn a_large_limit_is_not_quadratic() {
    assert_not_quadratic(|count| start_and_abort(count, count, true));
    assert_not_quadratic(|count| start_and_abort(count, count / 2, false));
}

#[test]
fn waking_100_000_calls_in_any_order_is_not_quadratic() {
    assert_not_quadratic(|count| {
        let mut settings = SETTINGS;
        settings.rate_limit = Some(RateLimit { requests: 60, per_ms: 60_000.0 });
        settings.deadline_ms = Some(1e9);
        let mut queue = CallQueue::default();
        let request = checked_request();
        let start = Instant::now();
        let calls: Vec<_> =
            (0..count).map(|_| queue.start(request.clone(), settings, at(0.0)).0).collect();
        // All of them past their deadlines, as after a sleep.
        for call in calls.into_iter().skip(60).rev() {
            queue.woken(call, Waker::Timer, at(2e9));
        }
        start.elapsed()
    });
}

#[test]
fn calls_with_two_limits_are_not_quadratic() {
    assert_not_quadratic(|count| {
        let mut queue = CallQueue::default();
        let request = checked_request();
        let start = Instant::now();
        let calls: Vec<_> = (0..count)
            .map(|place| {
                let requests = 60 + place % 2;
                let rate_limit = Some(RateLimit { requests, per_ms: 60_000.0 });
                let settings = CallSettings { rate_limit, deadline_ms: Some(1e9), ..SETTINGS };
                queue.start(request.clone(), settings, at(0.0)).0
            })
            .collect();
        for call in calls.into_iter().skip(61).rev() {
            queue.aborted(call, false, at(1.0));
        }
        start.elapsed()
    });
}

#[test]
fn a_call_for_each_of_100_000_keys_is_not_quadratic() {
    assert_not_quadratic(|count| {
        let mut queue = CallQueue::default();
        let request = checked_request();
        let start = Instant::now();
        for scope in 0..count {
            let rate_limit = Some(RateLimit { requests: 60, per_ms: 60_000.0 });
            let settings = CallSettings { scope, rate_limit, ..SETTINGS };
            let (_, step) = queue.start(request.clone(), settings, at(0.0));
            assert!(matches!(step.action, Action::Send { .. }));
        }
        start.elapsed()
    });
}
