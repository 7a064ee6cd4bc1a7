//! Which failures are retried, after how long, and how a call ends that is not.

use crate::world::*;
use carecycle_custom_fields::client::{BodyEnd, Failure, Notice, WaitReason};
use carecycle_custom_fields::contract::{ErrorClass, Outcome};
use carecycle_custom_fields::policy::{RateLimit, Retries};

const RETRY_UNKNOWN: Retries = Retries { max: 4, unknown: true };

fn with_retries(retries: Retries) -> Plan {
    let mut plan = PLAN;
    plan.settings.retries = retries;
    plan
}

#[test]
fn creates_after_a_429_as_soon_as_the_server_allows() {
    let mut world = World::scripted([limited(1.0)]);
    let ended = run_one(&mut world, PLAN);
    assert!(ended.result.is_ok());
    assert_eq!(ended.at, 10.0 + 1000.0 + 10.0);
    assert_eq!(ended.notices, [Notice { reason: WaitReason::Retry, ms: Some(1000.0) }]);
    assert_eq!((world.server.seen.len(), world.server.created), (2, 1));
}

#[test]
fn backs_off_exponentially_if_the_server_does_not_say_how_long() {
    let mut world = World::scripted(std::iter::repeat_n(refused(), 9));
    world.random = 1.0;
    let ended = run_one(&mut world, PLAN);
    let error = ended.result.unwrap_err();
    assert_eq!((error.class, error.outcome), (ErrorClass::ApiConnectionError, Outcome::NotSent));
    assert_eq!(error.attempts.len(), 5);
    let at: Vec<_> = world.server.seen.iter().map(|seen| seen.at).collect();
    assert_eq!(at, [0.0, 500.0, 1500.0, 3500.0, 7500.0]);
    let notices = [500.0, 1000.0, 2000.0, 4000.0]
        .map(|ms| Notice { reason: WaitReason::Retry, ms: Some(ms) });
    assert_eq!(ended.notices, notices);
}

#[test]
fn does_not_retry_after_a_certificate_that_is_not_trusted() {
    let mut world = World::scripted([failed(Failure::Untrusted), ok()]);
    let error = run_one(&mut world, with_retries(RETRY_UNKNOWN)).result.unwrap_err();
    assert_eq!((error.class, error.outcome), (ErrorClass::ApiConnectionError, Outcome::NotSent));
    assert_eq!((error.attempts.len(), world.server.seen.len()), (1, 1));
}

#[test]
fn the_outcome_before_an_untrusted_certificate_counts() {
    let mut world = World::scripted([status(500), failed(Failure::Untrusted), ok()]);
    let error = run_one(&mut world, with_retries(RETRY_UNKNOWN)).result.unwrap_err();
    assert_eq!((error.class, error.outcome), (ErrorClass::ApiConnectionError, Outcome::Unknown));
    assert_eq!(error.attempts.len(), 2);
}

#[test]
fn retries_after_a_timeout_of_the_platform_only_if_the_caller_allows_it() {
    let replies = [failed(Failure::TimedOut), ok()];
    let mut world = World::scripted(replies.clone());
    let error = run_one(&mut world, PLAN).result.unwrap_err();
    assert_eq!(error.class, ErrorClass::ApiConnectionTimeoutError);
    assert_eq!((error.outcome, world.server.seen.len()), (Outcome::Unknown, 1));
    let mut world = World::scripted(replies);
    assert!(run_one(&mut world, with_retries(RETRY_UNKNOWN)).result.is_ok());
}

#[test]
fn backs_off_within_a_rate_limit_after_other_failures_than_a_429() {
    let limit = RateLimit { requests: 2, per_ms: 100.0 };
    let mut world = World::scripted([refused(), refused()]);
    world.random = 0.5;
    let ended = run_all(&mut world, Some(limit), &[PLAN]).remove(0);
    assert!(ended.result.is_ok());
    let at: Vec<_> = world.server.seen.iter().map(|seen| seen.at).collect();
    assert_eq!(at, [0.0, 250.0, 750.0]);
}

#[test]
fn rejects_immediately_if_the_wait_is_longer_than_the_deadline() {
    let ended = run_one(&mut World::scripted([limited(3600.0)]), PLAN);
    let error = ended.result.unwrap_err();
    assert_eq!((error.class, error.retry_after), (ErrorClass::RateLimitError, Some(3600.0)));
    assert_eq!((ended.at, error.attempts.len()), (10.0, 1));
}

#[test]
fn rejects_immediately_if_the_wait_ends_exactly_at_the_deadline() {
    let mut plan = PLAN;
    plan.settings.deadline_ms = Some(1010.0);
    let mut world = World::scripted([limited(1.0), ok()]);
    let ended = run_one(&mut world, plan);
    let error = ended.result.unwrap_err();
    assert_eq!((ended.at, error.class), (10.0, ErrorClass::RateLimitError));
    assert_eq!(world.server.seen.len(), 1);
}

#[test]
fn ends_endless_429s_within_the_deadline() {
    for limit in [None, Some(RateLimit { requests: 5, per_ms: 100.0 })] {
        for deadline_ms in [500.0, 2500.0, 150_000.0] {
            let mut world = World::new();
            world.server.otherwise = Some(limited(1.0));
            let mut plan = PLAN;
            plan.settings.deadline_ms = Some(deadline_ms);
            let ended = run_all(&mut world, limit, &[plan]).remove(0);
            let error = ended.result.unwrap_err();
            assert_eq!(
                (error.class, error.outcome),
                (ErrorClass::RateLimitError, Outcome::Rejected)
            );
            assert!(ended.at <= deadline_ms);
        }
    }
}

#[test]
fn sends_only_once_what_may_have_been_created() {
    for reply in [
        status(500),
        status(503),
        cut(),
        Reply { head_ms: 2000.0, ..ok() },
        Reply { retry_after: Some(1.0), ..status(503) },
    ] {
        let mut world = World::scripted([reply]);
        let error = run_one(&mut world, PLAN).result.unwrap_err();
        assert_eq!(error.outcome, Outcome::Unknown);
        assert_eq!(world.server.seen.len(), 1);
    }
}

#[test]
fn retries_what_may_have_been_created_if_the_caller_allows_it() {
    let page = Reply { json: None, is_json: false, ..ok() };
    let replies = [status(500), cut(), Reply { head_ms: 2e3, ..ok() }, page];
    assert!(run_one(&mut World::scripted(replies), with_retries(RETRY_UNKNOWN)).result.is_ok());
    let mut world = World::scripted([Reply { end: BodyEnd::Lost, ..ok() }, ok()]);
    let created = run_one(&mut world, with_retries(RETRY_UNKNOWN));
    assert_eq!(created.result.unwrap_err().outcome, Outcome::Created);
}

#[test]
fn the_outcome_stays_unknown_if_that_of_an_earlier_attempt_was() {
    let plan = with_retries(Retries { max: 2, unknown: true });
    for last in [status(404), limited(0.1), refused()] {
        let mut world = World::scripted([status(500), last.clone(), last]);
        let error = run_one(&mut world, plan).result.unwrap_err();
        assert_eq!(error.outcome, Outcome::Unknown);
        assert_eq!(error.attempts[0].outcome, Outcome::Unknown);
        assert_eq!(error.attempts[0].code, "HTTP_500");
    }
}

#[test]
fn a_call_can_be_aborted_in_a_backoff() {
    let mut world = World::scripted([limited(5.0)]);
    let ended = run_one(&mut world, Plan { abort_at: 100.0, ..PLAN });
    let error = ended.result.unwrap_err();
    assert_eq!((error.class, error.outcome), (ErrorClass::ApiUserAbortError, Outcome::Rejected));
    assert_eq!((ended.at, error.attempts.len()), (100.0, 1));
}

#[test]
fn sends_nothing_if_the_machine_slept_past_the_deadline_in_a_backoff() {
    let mut world = World::scripted([limited(1.0), ok()]);
    world.sleep = (500.0, 3_600_000.0);
    let error = run_one(&mut world, PLAN).result.unwrap_err();
    assert_eq!((error.class, error.outcome), (ErrorClass::RateLimitError, Outcome::Rejected));
    assert_eq!(world.server.seen.len(), 1);
}
