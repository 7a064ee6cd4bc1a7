//! Calls that share a rate limit: the order, the waits, and what a 429 does to all of them.

use crate::world::*;
use carecycle_custom_fields::client::{Notice, WaitReason};
use carecycle_custom_fields::contract::{ErrorClass, Outcome};
use carecycle_custom_fields::policy::{DEFAULT_RATE_LIMIT, RateLimit};

pub const LIMIT: RateLimit = RateLimit { requests: 60, per_ms: 3000.0 };
const ONE_PER_SECOND: RateLimit = RateLimit { requests: 1, per_ms: 1000.0 };

fn within(start_at: f64, deadline_ms: f64) -> Plan {
    let mut plan = Plan { start_at, ..PLAN };
    plan.settings.deadline_ms = Some(deadline_ms);
    plan
}

#[test]
fn creates_300_values_at_60_per_3_s_without_a_429_in_their_order() {
    let mut world = World::limited(LIMIT);
    let ended = run_all(&mut world, Some(LIMIT), &[PLAN; 300]);
    assert!(ended.iter().all(|ended| ended.result.is_ok()));
    assert_eq!((world.server.created, world.server.count_429()), (300, 0));
    let makespan = ended.iter().map(|ended| ended.at).fold(0.0, f64::max);
    assert!(makespan <= 12_000.0 * 1.05, "{makespan}");
    let order: Vec<_> = world.server.seen.iter().map(|seen| seen.call).collect();
    assert_eq!(order, (0..300).collect::<Vec<_>>());
}

#[test]
fn creates_180_values_at_once_within_the_default_deadline_and_sends_no_more() {
    let mut plan = PLAN;
    plan.settings.timeout_ms = 30_000.0;
    let ended = run_all(&mut World::new(), Some(DEFAULT_RATE_LIMIT), &[plan; 181]);
    let created = ended.iter().take_while(|ended| ended.result.is_ok()).count();
    assert_eq!(created, 180);
    let error = ended[180].result.as_ref().unwrap_err();
    assert_eq!(
        (error.class, error.outcome),
        (ErrorClass::ApiConnectionTimeoutError, Outcome::NotSent)
    );
    // That it comes too late is known once the calls ahead of it have theirs.
    assert!(ended[180].at < 150_000.0, "{}", ended[180].at);
}

#[test]
fn a_429_stops_all_calls_and_then_lets_one_try() {
    let mut world = World::scripted([ok(), limited(2.0), ok(), ok()]);
    let limit = RateLimit { requests: 4, per_ms: 10.0 };
    let ended = run_all(&mut world, Some(limit), &[PLAN; 20]);
    assert!(ended.iter().all(|ended| ended.result.is_ok()));
    let retried = &world.server.seen[4..];
    // The refused call keeps its place: it is the one that tries.
    assert_eq!((retried[0].call, retried[0].at), (1, 2010.0));
    assert!(retried[1..].iter().all(|seen| seen.at >= retried[0].done));
}

#[test]
fn reports_each_wait_for_a_slot_once_with_what_is_known_of_it() {
    let ended = run_all(&mut World::new(), Some(ONE_PER_SECOND), &[PLAN; 3]);
    let notice = |ms| Notice { reason: WaitReason::RateLimit, ms: Some(ms) };
    assert_eq!(ended[0].notices, []);
    // At the earliest: the response is still to come.
    assert_eq!(ended[1].notices, [notice(1000.0)]);
    assert_eq!(ended[2].notices, [notice(2000.0)]);

    let mut world = World::scripted([limited(2.0)]);
    let limit = RateLimit { requests: 2, per_ms: 10.0 };
    let ended = run_all(&mut world, Some(limit), &[PLAN, PLAN, Plan { start_at: 50.0, ..PLAN }]);
    assert_eq!(ended[0].notices, [notice(2000.0)]);
    // Behind a call that tries, it depends on that call's response.
    assert_eq!(ended[2].notices, [Notice { reason: WaitReason::RateLimit, ms: None }]);
}

#[test]
fn an_aborted_call_makes_room_for_the_next() {
    let aborted = Plan { abort_at: 500.0, ..PLAN };
    let ended = run_all(&mut World::new(), Some(ONE_PER_SECOND), &[PLAN, aborted, PLAN]);
    let error = ended[1].result.as_ref().unwrap_err();
    assert_eq!((error.class, error.outcome), (ErrorClass::ApiUserAbortError, Outcome::NotSent));
    assert_eq!((ended[1].at, ended[2].at), (500.0, 1010.0 + 10.0));
}

#[test]
fn a_call_that_is_aborted_before_its_request_left_frees_its_slot() {
    let aborted = Plan { abort_at: 0.0, ..PLAN };
    let ended = run_all(&mut World::new(), Some(ONE_PER_SECOND), &[aborted, PLAN]);
    assert_eq!(ended[0].result.as_ref().unwrap_err().outcome, Outcome::NotSent);
    assert_eq!(ended[1].at, 10.0);
}

#[test]
fn a_refused_connection_uses_its_slot_up() {
    // Something may have left: a runtime cannot always say.
    let mut world = World::scripted([refused()]);
    let mut once = PLAN;
    once.settings.retries.max = 0;
    let ended = run_all(&mut world, Some(ONE_PER_SECOND), &[once, PLAN]);
    assert_eq!((ended[0].at, ended[1].at), (0.0, 1010.0));
}

#[test]
fn rejects_immediately_if_no_slot_comes_before_the_deadline() {
    let plans = [PLAN, within(0.0, 1000.0), within(20.0, 300.0), within(0.0, 1010.0), PLAN];
    let ended = run_all(&mut World::new(), Some(ONE_PER_SECOND), &plans);
    // A slot in flight is free a window from now at the earliest, and later if its response is.
    for (index, at) in [(1, 0.0), (2, 20.0), (3, 10.0)] {
        let error = ended[index].result.as_ref().unwrap_err();
        assert_eq!(error.class, ErrorClass::ApiConnectionTimeoutError);
        assert_eq!(error.outcome, Outcome::NotSent);
        let message = "No slot within the rate limit before deadlineMs; nothing was sent";
        assert_eq!(error.message, message);
        assert_eq!((ended[index].at, error.attempts.len()), (at, 0));
    }
    assert!(ended[4].result.is_ok());
}

#[test]
fn a_call_that_never_gets_a_slot_ends_at_its_deadline() {
    let ended =
        run_all(&mut World::new(), Some(ONE_PER_SECOND), &[PLAN, PLAN, within(0.0, 1500.0)]);
    let error = ended[2].result.as_ref().unwrap_err();
    assert_eq!(error.class, ErrorClass::ApiConnectionTimeoutError);
    // Once it is the first in the queue, it is known that no slot comes in time.
    assert_eq!(ended[2].at, 1010.0);
}

#[test]
fn sends_nothing_if_the_machine_slept_past_the_deadline() {
    let mut world = World::new();
    world.sleep = (500.0, 3_600_000.0);
    let aside = Plan { start_at: 600.0, ..PLAN };
    let ended = run_all(&mut world, Some(ONE_PER_SECOND), &[PLAN, PLAN, aside]);
    let error = ended[1].result.as_ref().unwrap_err();
    assert_eq!(error.class, ErrorClass::ApiConnectionTimeoutError);
    assert_eq!(error.outcome, Outcome::NotSent);
    assert!(ended[2].result.is_ok());
    assert_eq!(world.server.seen.len(), 2);
}

#[test]
fn creates_all_even_if_another_client_uses_the_key() {
    // Half of the server's window is somebody else's, which only a 429 shows.
    let mut world = World::limited(RateLimit { requests: 30, per_ms: 3000.0 });
    let ended = run_all(&mut world, Some(LIMIT), &[PLAN; 300]);
    assert!(ended.iter().all(|ended| ended.result.is_ok()));
    assert_eq!(world.server.created, 300);
}

#[test]
fn a_429_that_lasts_past_the_deadline_rejects_all_waiting_calls_immediately() {
    let mut world = World::scripted([limited(3600.0)]);
    let ended = run_all(&mut world, Some(ONE_PER_SECOND), &[PLAN; 50]);
    for (index, ended) in ended.iter().enumerate() {
        let error = ended.result.as_ref().unwrap_err();
        let class = if index == 0 {
            ErrorClass::RateLimitError
        } else {
            ErrorClass::ApiConnectionTimeoutError
        };
        assert_eq!((ended.at, error.class), (10.0, class), "{index}");
    }
    assert_eq!(world.server.seen.len(), 1);
}

#[test]
fn calls_of_another_scope_do_not_wait() {
    let mut other = PLAN;
    other.settings.scope = 1;
    let ended = run_all(&mut World::new(), Some(ONE_PER_SECOND), &[PLAN, other, PLAN]);
    let at: Vec<_> = ended.iter().map(|ended| ended.at).collect();
    assert_eq!(at, [10.0, 10.0, 1020.0]);
}

#[test]
fn calls_without_a_rate_limit_do_not_wait() {
    let mut limited = PLAN;
    limited.settings.rate_limit = Some(ONE_PER_SECOND);
    let ended = run_all(&mut World::new(), None, &[limited, PLAN, PLAN, limited]);
    let at: Vec<_> = ended.iter().map(|ended| ended.at).collect();
    assert_eq!(at, [10.0, 10.0, 10.0, 1020.0]);
}
