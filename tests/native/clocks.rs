//! Clocks and timers that disagree: fake timers in a caller's tests, clocks that are set, busy loops.

use crate::world::*;
use carecycle_custom_fields::client::{Action, CallQueue, CallSettings, Failure, Moment, Waker};
use carecycle_custom_fields::policy::RateLimit;

fn at(ms: f64) -> Moment {
    Moment { monotonic: ms, wall: ms, random: 0.5 }
}

/// One slot that is used at 0 and free at `per_ms`, and a call that waits for it.
fn waiting(per_ms: f64) -> (CallQueue, u32) {
    let settings = CallSettings {
        rate_limit: Some(RateLimit { requests: 1, per_ms }),
        deadline_ms: Some(1e6),
        ..SETTINGS
    };
    let mut queue = CallQueue::default();
    let (first, _) = queue.start(checked_request(), settings, at(0.0));
    queue.failed(first, Failure::Lost, None, at(0.0));
    let (second, step) = queue.start(checked_request(), settings, at(0.0));
    assert!(matches!(step.action, Action::Wait { ms, .. } if ms == per_ms), "{:?}", step.action);
    (queue, second)
}

#[track_caller]
fn assert_waits(action: Action, expected: f64) {
    assert!(
        matches!(action, Action::Wait { ms, notice: None } if ms == expected),
        "{action:?}, expected a wait of {expected}"
    );
}

#[track_caller]
fn assert_sends(action: Action) {
    assert!(matches!(action, Action::Send { .. }), "{action:?}");
}

#[test]
fn every_call_ends_if_timers_fire_while_the_clock_stands_still() {
    for clock_speed in [0.0, 0.001, 0.5, 0.95] {
        for woken_after in [Some(0.0), None] {
            let mut world = World::scripted([limited(1.0)]);
            world.clock_speed = clock_speed;
            let limit = RateLimit { requests: 5, per_ms: 1000.0 };
            let ended = run_all(&mut world, Some(limit), &[Plan { woken_after, ..PLAN }; 30]);
            assert!(ended.iter().all(|ended| ended.result.is_ok()), "at speed {clock_speed}");
            let last = ended.iter().map(|ended| ended.at).fold(0.0, f64::max);
            assert!(last <= 60_000.0, "at {last} at speed {clock_speed}");
        }
    }
}

#[test]
fn a_backoff_ends_if_timers_fire_while_the_clock_stands_still() {
    for clock_speed in [0.0, 0.5, 0.9] {
        let mut world = World::scripted([limited(20.0), refused()]);
        world.clock_speed = clock_speed;
        world.random = 1.0;
        let ended = run_one(&mut world, PLAN);
        assert!(ended.result.is_ok(), "at speed {clock_speed}");
        // In the timers' time; a timer is waited for again if it was early by less than a second.
        assert!((21_000.0..22_500.0).contains(&ended.at), "at {}", ended.at);
    }
}

#[test]
fn a_timer_that_is_early_by_a_second_counts() {
    let (mut queue, call) = waiting(3000.0);
    assert_sends(queue.woken(call, Waker::Timer, at(2000.0)).action);
}

#[test]
fn a_timer_that_is_early_by_less_than_a_second_is_waited_for_again() {
    let (mut queue, call) = waiting(3000.0);
    assert_waits(queue.woken(call, Waker::Timer, at(2001.0)).action, 999.0);
    assert_sends(queue.woken(call, Waker::Timer, at(3000.0)).action);
}

#[test]
fn the_third_early_timer_in_a_row_counts() {
    let (mut queue, call) = waiting(3000.0);
    assert_waits(queue.woken(call, Waker::Timer, at(2500.0)).action, 500.0);
    assert_waits(queue.woken(call, Waker::Timer, at(2501.0)).action, 499.0);
    assert_sends(queue.woken(call, Waker::Timer, at(2502.0)).action);
}

#[test]
fn a_timer_counts_if_the_clock_stood_still_or_was_set_back() {
    for now in [0.0, -3.6e6] {
        let (mut queue, call) = waiting(500.0);
        assert_sends(queue.woken(call, Waker::Timer, at(now)).action);
    }
}

#[test]
fn a_call_that_another_one_woke_early_waits_again() {
    let (mut queue, call) = waiting(3000.0);
    for now in [0.0, 1.0, 1500.0, 2999.0] {
        assert_waits(queue.woken(call, Waker::Call, at(now)).action, 3000.0 - now);
    }
    assert_sends(queue.woken(call, Waker::Call, at(3000.0)).action);
}

#[test]
fn a_timely_timer_resets_the_count_of_early_ones() {
    let settings = CallSettings { deadline_ms: Some(1e6), ..SETTINGS };
    let mut queue = CallQueue::default();
    let (call, _) = queue.start(checked_request(), settings, at(0.0));
    let moment = |ms| Moment { random: 0.999_999, ..at(ms) };
    // Backoffs of nearly 500, 1000 and 2000 ms, each with two early timers.
    let mut now = 0.0;
    for _ in 0..3 {
        let step = queue.failed(call, Failure::NotSent, None, moment(now));
        let Action::Wait { ms, .. } = step.action else {
            panic!("no backoff");
        };
        for early_ms in [2.0, 1.0] {
            let step = queue.woken(call, Waker::Timer, moment(now + ms - early_ms));
            assert!(matches!(step.action, Action::Wait { .. }), "{:?}", step.action);
        }
        now += ms;
        assert_sends(queue.woken(call, Waker::Timer, moment(now)).action);
    }
}

#[test]
fn calls_wait_as_long_as_the_limit_says_after_an_early_timer() {
    // The clock stands still, so that only timers measure time.
    let mut world = World::new();
    world.clock_speed = 0.0;
    let limit = RateLimit { requests: 1, per_ms: 1000.0 };
    run_all(&mut world, Some(limit), &[PLAN; 4]);
    let at: Vec<_> = world.server.seen.iter().map(|seen| seen.at).collect();
    assert!(at.windows(2).all(|two| two[1] - two[0] >= 1000.0), "{at:?}");
}
