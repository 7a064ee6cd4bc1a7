//! Calls that nobody wakes: in Cloudflare Workers a promise that another request resolves may resume
//! its own request late or never, so the own timer must do.

use crate::rate_limit::LIMIT;
use crate::world::*;
use carecycle_custom_fields::policy::RateLimit;

const UNWOKEN: Plan = Plan { woken_after: None, ..PLAN };

fn makespan(ended: &[Ended]) -> f64 {
    assert!(ended.iter().all(|ended| ended.result.is_ok()));
    ended.iter().map(|ended| ended.at).fold(0.0, f64::max)
}

/// No more than `limit` may be in use at any time.
fn assert_within(limit: RateLimit, world: &World) {
    let seen = &world.server.seen;
    for (index, request) in seen.iter().enumerate() {
        let is_in_use = |before: &&Seen| before.done + limit.per_ms > request.at;
        let in_use = seen[..index].iter().filter(is_in_use).count();
        assert!(in_use < limit.requests as usize, "{request:?}");
    }
}

#[test]
fn creates_300_values_at_60_per_3_s_without_a_429_if_no_call_is_woken() {
    let mut world = World::limited(LIMIT);
    let ended = run_all(&mut world, Some(LIMIT), &[UNWOKEN; 300]);
    assert!(makespan(&ended) <= 12_000.0 * 1.05, "{}", makespan(&ended));
    assert_eq!(world.server.count_429(), 0);
    assert_within(LIMIT, &world);
}

#[test]
fn a_waiting_call_seldom_asks_again() {
    for plan in [PLAN, UNWOKEN] {
        let ended = run_all(&mut World::limited(LIMIT), Some(LIMIT), &[plan; 300]);
        let waits: usize = ended.iter().map(|ended| ended.waits).sum();
        assert!(waits <= 4 * 300, "{waits}");
    }
}

#[test]
fn creates_all_after_a_429_if_no_call_is_woken() {
    let mut world = World::limited(RateLimit { requests: 30, per_ms: 3000.0 });
    let ended = run_all(&mut world, Some(LIMIT), &[UNWOKEN; 300]);
    // After a 429 a waiting call that nobody wakes asks four times a second for each place.
    assert!(makespan(&ended) <= 300.0 * 250.0, "{}", makespan(&ended));
    assert_eq!(world.server.created, 300);
    assert_within(LIMIT, &world);
}

#[test]
fn creates_all_within_a_few_windows_of_a_single_429_if_no_call_is_woken() {
    let limit = RateLimit { requests: 10, per_ms: 1000.0 };
    let mut world = World::scripted([limited(1.0)]);
    let ended = run_all(&mut world, Some(limit), &[UNWOKEN; 100]);
    assert!(makespan(&ended) <= 30_000.0, "{}", makespan(&ended));
    assert_within(limit, &world);
}

#[test]
fn each_of_a_few_overlapping_calls_is_created_after_a_429_if_it_is_not_woken() {
    for count in 2..=10 {
        let mut world = World::scripted([limited(1.0)]);
        let limit = RateLimit { requests: 60, per_ms: 60_000.0 };
        let ended = run_all(&mut world, Some(limit), &vec![UNWOKEN; count]);
        assert!(makespan(&ended) <= 10_000.0, "{count}: {}", makespan(&ended));
    }
}

#[test]
fn the_second_of_two_calls_is_sent_when_its_slot_is_free_if_it_is_not_woken() {
    let limit = RateLimit { requests: 1, per_ms: 500.0 };
    let ended = run_all(&mut World::new(), Some(limit), &[UNWOKEN; 2]);
    assert_eq!((ended[0].at, ended[1].at), (10.0, 510.0 + 10.0));
}

#[test]
fn calls_that_are_woken_and_calls_that_are_not_share_a_limit() {
    let plans: Vec<_> = (0..300).map(|index| if index % 2 == 0 { PLAN } else { UNWOKEN }).collect();
    let mut world = World::limited(RateLimit { requests: 30, per_ms: 3000.0 });
    let ended = run_all(&mut world, Some(LIMIT), &plans);
    assert!(makespan(&ended) <= 300.0 * 250.0, "{}", makespan(&ended));
    assert_within(LIMIT, &world);
}

#[test]
fn a_call_that_is_woken_late_is_created() {
    for woken_after in [1.0, 500.0, 5000.0] {
        let plan = Plan { woken_after: Some(woken_after), ..PLAN };
        let limit = RateLimit { requests: 2, per_ms: 1000.0 };
        let mut world = World::scripted([ok(), limited(1.0)]);
        let ended = run_all(&mut world, Some(limit), &[plan; 20]);
        assert!(makespan(&ended) <= 120_000.0, "{}", makespan(&ended));
        assert_within(limit, &world);
    }
}
