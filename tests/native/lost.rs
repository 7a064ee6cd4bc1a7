//! Calls that nobody drives any more: in Cloudflare Workers a call ends silently when the request that
//! it serves does. It must not block the others.

use crate::world::*;
use carecycle_custom_fields::client::{CallQueue, Moment, Waker};
use carecycle_custom_fields::policy::RateLimit;

const LIMIT: RateLimit = RateLimit { requests: 2, per_ms: 1000.0 };
const DAY: f64 = 86_400_000.0;

fn lost_at(lost_at: f64) -> Plan {
    Plan { lost_at, ..PLAN }
}

/// Runs calls of which some are lost, with and without calls waking each other; all others must be
/// created by `at`.
#[track_caller]
fn creates_the_others(replies: &[Reply], plans: &[Plan], at: f64) {
    for woken_after in [Some(0.0), None] {
        let plans: Vec<_> = plans.iter().map(|plan| Plan { woken_after, ..*plan }).collect();
        let mut world = World::scripted(replies.iter().cloned());
        let ended = run(&mut world, Some(LIMIT), &plans);
        for (index, (ended, plan)) in ended.iter().zip(&plans).enumerate() {
            assert_eq!(ended.is_none(), plan.is_lost(), "{index}");
            let Some(ended) = ended else { continue };
            assert!(ended.result.is_ok(), "{index}: {:?}", ended.result);
            assert!(ended.at <= at, "{index} at {}", ended.at);
        }
    }
}

#[test]
fn a_call_lost_at_the_head_of_the_queue_blocks_no_other() {
    let plans = [PLAN, PLAN, lost_at(500.0), PLAN, PLAN];
    // It is overdue a second after its timer.
    creates_the_others(&[], &plans, 2.0 * 1010.0 + 1000.0 + 10.0);
}

#[test]
fn calls_lost_in_the_middle_of_the_queue_block_no_other() {
    let plans = [PLAN, PLAN, PLAN, lost_at(500.0), lost_at(500.0), PLAN, lost_at(500.0), PLAN];
    creates_the_others(&[], &plans, 5.0 * 1010.0);
}

#[test]
fn the_slot_of_a_call_lost_in_flight_is_free_when_its_attempt_would_have_timed_out() {
    let limit = RateLimit { requests: 1, per_ms: 300.0 };
    for woken_after in [Some(0.0), None] {
        let waiting = Plan { woken_after, ..PLAN };
        let mut world = World::new();
        let ended = run(&mut world, Some(limit), &[lost_at(2.0), waiting, waiting]);
        let at = ended[1].as_ref().unwrap().at;
        assert!((1250.0 + 10.0..=1250.0 + 310.0).contains(&at), "{at}");
        assert!(ended[2].as_ref().unwrap().result.is_ok());
    }
}

#[test]
fn the_slot_of_a_call_lost_while_it_reads_is_free_when_its_attempt_would_have_timed_out() {
    let limit = RateLimit { requests: 1, per_ms: 5000.0 };
    let ended = run(&mut World::new(), Some(limit), &[lost_at(7.0), PLAN]);
    // An attempt that is shorter than the window keeps its slot for a window.
    let at = ended[1].as_ref().unwrap().at;
    assert!((5250.0..=10_260.0).contains(&at), "{at}");
}

#[test]
fn a_call_lost_while_it_probes_after_a_429_blocks_no_other() {
    let replies = [limited(2.0), limited(2.0)];
    // Both refused calls wait for the end of the stop; the first is the one that would probe.
    creates_the_others(&replies, &[lost_at(100.0), PLAN, PLAN, PLAN], 12_000.0);
    // Both are lost.
    creates_the_others(&replies, &[lost_at(100.0), lost_at(100.0), PLAN, PLAN], 12_000.0);
    // The probe is lost in flight.
    creates_the_others(&replies, &[lost_at(2012.0), PLAN, PLAN, PLAN], 12_000.0);
}

#[test]
fn a_call_lost_when_it_is_woken_blocks_no_other() {
    let just_woken = Plan { is_lost_when_woken: true, ..PLAN };
    let aborted = Plan { abort_at: 200.0, ..PLAN };
    let plans = [PLAN, PLAN, just_woken, PLAN, PLAN];
    let mut world = World::scripted([limited(2.0)]);
    let ended = run(&mut world, Some(LIMIT), &plans);
    assert!(ended[2].is_none(), "it was not woken");
    for index in [0, 1, 3, 4] {
        let ended = ended[index].as_ref().unwrap();
        assert!(ended.result.is_ok() && ended.at <= 12_000.0, "{index} at {}", ended.at);
    }
    // By an abort of a call ahead.
    let limit = RateLimit { requests: 1, per_ms: 1000.0 };
    let ended = run(&mut World::new(), Some(limit), &[PLAN, aborted, just_woken, PLAN]);
    let last = ended[3].as_ref().unwrap();
    assert!(last.result.is_ok() && last.at <= 4000.0, "at {}", last.at);
}

#[test]
fn many_lost_calls_among_many_block_no_other() {
    let plans: Vec<_> = (0..100)
        .map(|index| match index % 4 {
            0 => lost_at(f64::from(index) * 100.0),
            1 => lost_at(0.5),
            _ => PLAN,
        })
        .collect();
    creates_the_others(&[limited(1.0)], &plans, 100_000.0);
}

#[test]
fn a_late_call_gets_its_old_place_in_the_queue() {
    let limit = RateLimit { requests: 1, per_ms: 2000.0 };
    let late = Plan { late_ms: 1500.0, ..PLAN };
    let mut world = World::new();
    let ended = run_all(&mut world, Some(limit), &[PLAN, late, PLAN, PLAN]);
    assert!(ended.iter().all(|ended| ended.result.is_ok()));
    let order: Vec<_> = world.server.seen.iter().map(|seen| seen.call).collect();
    assert_eq!(order[0], 0);
    assert!(order.iter().position(|call| *call == 1) < order.iter().position(|call| *call == 3));
}

fn at(ms: f64) -> Moment {
    Moment { monotonic: ms, wall: ms, random: 0.5 }
}

#[test]
fn lost_calls_are_forgotten_a_day_after_their_deadline() {
    let mut settings = SETTINGS;
    settings.deadline_ms = Some(1000.0);
    let mut queue = CallQueue::default();
    for _ in 0..100 {
        queue.start(checked_request(), settings, at(0.0));
    }
    assert!(!queue.is_idle(at(1000.0 + DAY - 1.0)));
    assert!(queue.is_idle(at(1000.0 + DAY)));
}

#[test]
fn a_lost_call_that_was_forgotten_is_unknown_once_enough_others_started() {
    let mut settings = SETTINGS;
    settings.deadline_ms = Some(1000.0);
    let mut queue = CallQueue::default();
    queue.is_idle(at(0.0));
    let (lost, _) = queue.start(checked_request(), settings, at(0.0));
    let is_known = |queue: &mut CallQueue, ms: f64| {
        let step = queue.woken(lost, Waker::Timer, at(ms));
        !format!("{:?}", step.action).contains("Unknown")
    };
    for _ in 0..200 {
        queue.start(checked_request(), settings, at(1000.0 + DAY));
    }
    assert!(!is_known(&mut queue, 1000.0 + DAY));
}

#[test]
fn a_lost_call_leaves_nothing_of_its_scope() {
    // Lost in the queue, and lost in flight.
    let mut settings = SETTINGS;
    settings.rate_limit = Some(RateLimit { requests: 1, per_ms: 1000.0 });
    let mut queue = CallQueue::default();
    queue.start(checked_request(), settings, at(0.0));
    queue.start(checked_request(), settings, at(0.0));
    assert!(!queue.is_idle(at(2000.0)));
    assert!(queue.is_idle(at(2.0 * DAY)));
}
