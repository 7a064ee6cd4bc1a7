//! Calls with different limits that share one key.

use crate::world::*;
use carecycle_custom_fields::contract::{ErrorClass, Outcome};
use carecycle_custom_fields::policy::RateLimit;

const SLOW: RateLimit = RateLimit { requests: 1, per_ms: 1000.0 };
const FAST: RateLimit = RateLimit { requests: 4, per_ms: 100.0 };

fn with_limit(rate_limit: RateLimit) -> Plan {
    let mut plan = PLAN;
    plan.settings.rate_limit = Some(rate_limit);
    plan
}

fn limit_of(plan: &Plan) -> RateLimit {
    plan.settings.rate_limit.unwrap()
}

/// How many slots of a limit are in use at a time, all requests before the one in this place counted.
pub fn in_use(world: &World, place: usize, per_ms: f64, now: f64) -> usize {
    let is_in_use = |before: &&Seen| before.done + per_ms > now;
    world.server.seen[..place].iter().filter(is_in_use).count()
}

/// Whenever a call leaves, its own limit has a slot, whoever sent the requests before.
fn assert_own_limits(world: &World, plans: &[Plan]) {
    for (place, request) in world.server.seen.iter().enumerate() {
        let RateLimit { requests, per_ms } = limit_of(&plans[request.call]);
        assert!(in_use(world, place, per_ms, request.at) < requests as usize, "{request:?}");
    }
}

/// A call waits only while its own limit has no slot, and for those with the same limit ahead of it.
pub fn assert_no_longer_than_own_limits(world: &World, plans: &[Plan], slack_ms: f64) {
    let seen = &world.server.seen;
    let mut last_of: Vec<(RateLimit, f64)> = Vec::new();
    for (place, request) in seen.iter().enumerate() {
        let limit = limit_of(&plans[request.call]);
        let last = last_of.iter_mut().find(|(other, _)| *other == limit);
        let turn = last.as_ref().map_or(0.0, |(_, at)| *at).max(plans[request.call].start_at);
        // Slots become free a window after a response.
        let free = seen[..place].iter().map(|before| before.done + limit.per_ms);
        for at in free.chain([turn]).filter(|at| (turn..request.at - slack_ms).contains(at)) {
            let before = seen.iter().position(|other| other.at > at).unwrap();
            let had_slot = in_use(world, before, limit.per_ms, at) < limit.requests as usize;
            // Another call may have taken it.
            let next = seen.iter().find(|other| other.at > at).unwrap();
            assert!(!had_slot || next.at <= at + slack_ms, "{request:?} had a slot at {at}");
        }
        match last {
            Some((_, at)) => *at = request.at,
            None => last_of.push((limit, request.at)),
        }
    }
}

#[test]
fn every_call_keeps_to_its_own_limit_and_waits_no_longer_than_that_says() {
    for every in [2, 4, 7] {
        let plans: Vec<_> =
            (0..40).map(|index| with_limit(if index % every == 0 { SLOW } else { FAST })).collect();
        for woken_after in [Some(0.0), None] {
            let plans: Vec<_> = plans.iter().map(|plan| Plan { woken_after, ..*plan }).collect();
            let mut world = World::new();
            let ended = run_all(&mut world, None, &plans);
            let created = ended.iter().filter(|ended| ended.result.is_ok()).count();
            assert_eq!(created, 40);
            assert_own_limits(&world, &plans);
            if woken_after.is_some() {
                assert_no_longer_than_own_limits(&world, &plans, 6.0);
            }
        }
    }
}

const DEFAULT: RateLimit = RateLimit { requests: 60, per_ms: 60_000.0 };
const TWO_IN_3_S: RateLimit = RateLimit { requests: 2, per_ms: 3000.0 };

fn at_with(start_at: f64, rate_limit: RateLimit) -> Plan {
    Plan { start_at, ..with_limit(rate_limit) }
}

#[test]
fn a_strict_call_waits_no_longer_than_its_own_window_after_others() {
    for woken_after in [Some(0.0), None] {
        let plans = [
            at_with(0.0, DEFAULT),
            at_with(0.0, DEFAULT),
            at_with(20.0, TWO_IN_3_S),
            at_with(20.0, TWO_IN_3_S),
        ]
        .map(|plan| Plan { woken_after, ..plan });
        let ended = run_all(&mut World::new(), None, &plans);
        let at: Vec<_> = ended.iter().map(|ended| ended.at).collect();
        assert_eq!(at, [10.0, 10.0, 3020.0, 3020.0]);
    }
}

#[test]
fn a_lax_call_counts_what_stricter_clients_sent() {
    // Two and 57 make 59; the first two count until 60 seconds after their responses.
    let mut plans = vec![at_with(0.0, TWO_IN_3_S); 2];
    plans.extend(vec![at_with(10_000.0, DEFAULT); 60]);
    let mut world = World::limited(DEFAULT);
    let ended = run_all(&mut world, None, &plans);
    let at: Vec<_> = ended.iter().map(|ended| ended.at).collect();
    assert!(at[2..60].iter().all(|at| *at == 10_010.0));
    assert_eq!(at[60..], [60_020.0, 60_020.0]);
    assert_eq!(world.server.count_429(), 0);
}

#[test]
fn a_strict_call_at_the_head_does_not_hold_up_a_lax_one_nor_the_other_way_round() {
    let strict = RateLimit { requests: 1, per_ms: 30_000.0 };
    let plans = [
        at_with(0.0, strict),
        at_with(0.0, strict),
        at_with(20.0, DEFAULT),
        at_with(40.0, DEFAULT),
    ];
    let ended = run_all(&mut World::new(), None, &plans);
    let at: Vec<_> = ended.iter().map(|ended| ended.at).collect();
    // The strict one counts the others' requests as well.
    assert_eq!(at, [10.0, 30_060.0, 30.0, 50.0]);

    let long = RateLimit { requests: 1, per_ms: 50_000.0 };
    let short = RateLimit { requests: 1, per_ms: 100.0 };
    let plans = [at_with(0.0, long), at_with(0.0, long), at_with(0.0, short), at_with(0.0, short)];
    let ended = run_all(&mut World::new(), None, &plans);
    let at: Vec<_> = ended.iter().map(|ended| ended.at).collect();
    assert_eq!(at, [10.0, 50_240.0, 120.0, 230.0]);
}

#[test]
fn a_429_stops_the_calls_of_every_limit_and_then_lets_the_first_try() {
    let mut world = World::scripted([limited(5.0)]);
    let plans = [
        at_with(0.0, DEFAULT),
        at_with(20.0, TWO_IN_3_S),
        at_with(30.0, DEFAULT),
        at_with(40.0, FAST),
    ];
    let ended = run_all(&mut world, None, &plans);
    assert!(ended.iter().all(|ended| ended.result.is_ok()));
    let [_, tries, rest @ ..] = world.server.seen.as_slice() else { panic!() };
    assert_eq!((tries.call, tries.at), (0, 5010.0));
    assert!(rest.iter().all(|seen| seen.at >= tries.done));
    // Each response allows one more in flight, the first that has a slot.
    let order: Vec<_> = rest.iter().map(|seen| seen.call).collect();
    assert_eq!(order, [1, 2, 3]);
}

#[test]
fn a_strict_call_that_never_gets_a_slot_ends_unsent_at_its_deadline() {
    // One request a second leaves no room for two in three seconds.
    let mut plans: Vec<_> =
        (0..20).map(|second| at_with(f64::from(second) * 1000.0, DEFAULT)).collect();
    let mut strict = at_with(2500.0, TWO_IN_3_S);
    strict.settings.deadline_ms = Some(10_000.0);
    plans.push(strict);
    let ended = run_all(&mut World::new(), None, &plans);
    let error = ended[20].result.as_ref().unwrap_err();
    assert_eq!(
        (error.class, error.outcome),
        (ErrorClass::ApiConnectionTimeoutError, Outcome::NotSent)
    );
    assert!(ended[20].at <= 12_500.0);
    assert!(
        ended[..20]
            .iter()
            .enumerate()
            .all(|(second, ended)| ended.at == second as f64 * 1000.0 + 10.0)
    );
}

#[test]
fn a_call_without_a_limit_passes_those_that_wait() {
    let ended = run_all(&mut World::new(), None, &[with_limit(SLOW), with_limit(SLOW), PLAN]);
    let at: Vec<_> = ended.iter().map(|ended| ended.at).collect();
    assert_eq!(at, [10.0, 1020.0, 10.0]);
}

#[test]
fn a_limit_of_zero_requests_counts_as_one() {
    let none = RateLimit { requests: 0, per_ms: 100.0 };
    let ended = run_all(&mut World::new(), Some(none), &[PLAN; 3]);
    let at: Vec<_> = ended.iter().map(|ended| ended.at).collect();
    assert_eq!(at, [10.0, 120.0, 230.0]);
}
