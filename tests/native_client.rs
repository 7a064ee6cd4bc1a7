//! The operation over a scripted server, in virtual time.
#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that panics has failed, which is what it is for"
)]

#[path = "native/fuzz.rs"]
mod fuzz;
#[path = "native/world.rs"]
mod world;

use carecycle_custom_fields::client::{End, Error, Found, Notice, Terms, Wait};
use carecycle_custom_fields::policy::{ErrorBody, ErrorKind, Limit, Outcome, Retries};
use world::*;

fn scripted(replies: impl IntoIterator<Item = Reply>) -> std::rc::Rc<World> {
    let world = World::new();
    world.script.borrow_mut().extend(replies);
    world
}

/// One attempt that meets `reply`, as the plan has it.
fn meets(reply: Reply, plan: Plan) -> Result<(), Box<Error>> {
    let retries = Retries { max: 0, unknown: false };
    let plan = Plan { terms: Terms { retries, ..plan.terms }, ..plan };
    run_one(&scripted([reply]), plan).result
}

fn fails(reply: Reply, kind: ErrorKind, outcome: Outcome) -> Box<Error> {
    let error = meets(reply, PLAN).unwrap_err();
    assert_eq!((error.kind, error.outcome), (kind, outcome));
    assert_eq!(error.attempts.len(), 1);
    error
}

#[test]
fn resolves_to_the_documented_answer() {
    assert!(meets(ok(), PLAN).is_ok());
}

#[test]
fn does_not_send_what_is_aborted_before() {
    let world = scripted([ok()]);
    let error = run_one(&world, Plan { abort_at: 0.0, ..PLAN }).result.unwrap_err();
    assert_eq!((error.kind, error.outcome), (ErrorKind::Abort, Outcome::NotSent));
    assert_eq!(error.attempts, []);
    assert_eq!(world.seen.borrow().len(), 0);
}

#[test]
fn does_not_know_what_became_of_a_request_aborted_in_flight() {
    let error = meets(ok(), Plan { abort_at: 2.0, ..PLAN }).unwrap_err();
    assert_eq!((error.kind, error.outcome), (ErrorKind::Abort, Outcome::Unknown));
    assert_eq!(error.attempts.len(), 1);
}

#[test]
fn knows_that_a_2xx_aborted_in_its_body_was_created() {
    let error = meets(ok(), Plan { abort_at: 7.0, ..PLAN }).unwrap_err();
    assert_eq!((error.kind, error.outcome), (ErrorKind::Abort, Outcome::Created));
}

#[test]
fn does_not_know_what_became_of_a_request_without_an_answer_in_time() {
    fails(Reply { head_ms: 2000.0, ..ok() }, ErrorKind::Timeout, Outcome::Unknown);
}

#[test]
fn knows_that_a_2xx_with_a_stalled_body_was_created() {
    fails(Reply { body_ms: 2000.0, ..ok() }, ErrorKind::Timeout, Outcome::Created);
}

#[test]
fn knows_that_a_2xx_with_a_lost_body_was_created() {
    fails(Reply { end: End::Lost, ..ok() }, ErrorKind::Connection, Outcome::Created);
}

#[test]
fn knows_that_a_2xx_too_big_or_not_json_was_created() {
    let too_big =
        fails(Reply { end: End::TooBig, ..ok() }, ErrorKind::UnexpectedResponse, Outcome::Created);
    assert!(too_big.message.contains("8 MB"), "{}", too_big.message);
    fails(Reply { json: None, ..ok() }, ErrorKind::UnexpectedResponse, Outcome::Created);
}

#[test]
fn knows_that_a_refused_connection_sent_nothing_and_a_lost_one_may_have() {
    fails(refused(), ErrorKind::Connection, Outcome::NotSent);
    fails(Reply { cut: true, ..ok() }, ErrorKind::Connection, Outcome::Unknown);
}

#[test]
fn never_follows_a_redirect() {
    for code in [0, 301, 302, 307, 308] {
        let error = fails(status(code), ErrorKind::UnexpectedResponse, Outcome::Rejected);
        assert_eq!(error.status, Some(code));
    }
}

#[test]
fn tells_every_documented_status_apart_even_where_its_body_is_lost() {
    for (code, kind, outcome) in [
        (400, ErrorKind::BadRequest, Outcome::Rejected),
        (401, ErrorKind::Authentication, Outcome::Rejected),
        (403, ErrorKind::PermissionDenied, Outcome::Rejected),
        (404, ErrorKind::NotFound, Outcome::Rejected),
        (422, ErrorKind::Validation, Outcome::Rejected),
        (429, ErrorKind::RateLimit, Outcome::Rejected),
        (500, ErrorKind::InternalServer, Outcome::Unknown),
    ] {
        let error = fails(Reply { retry_after: Some(3.0), ..status(code) }, kind, outcome);
        assert_eq!((error.status, error.retry_after), (Some(code), Some(3.0)));
        fails(Reply { end: End::Lost, ..status(code) }, kind, outcome);
    }
}

#[test]
fn goes_by_the_servers_code_and_the_larger_wait() {
    let error = ErrorBody { retry_after: Some(9.0), code: Some("NOT_FOUND") };
    let json = Some(Found { fields: Vec::new(), error });
    let error = meets(Reply { json, retry_after: Some(3.0), ..status(429) }, PLAN).unwrap_err();
    assert_eq!((error.kind, error.retry_after), (ErrorKind::NotFound, Some(9.0)));
}

#[test]
fn creates_after_a_429_as_soon_as_it_may() {
    let world = scripted([limited(1.0)]);
    let ended = run_one(&world, PLAN);
    assert!(ended.result.is_ok());
    assert_eq!(ended.at, 10.0 + 1000.0 + 10.0);
    assert_eq!(ended.notices, [Notice { wait: Wait::Retry, ms: 1000.0 }]);
    assert_eq!((world.seen.borrow().len(), world.created.get()), (2, 1));
}

#[test]
fn backs_off_exponentially_where_the_server_does_not_say_how_long() {
    let world = scripted(std::iter::repeat_n(refused(), 9));
    world.random.set(1.0);
    let error = run_one(&world, PLAN).result.unwrap_err();
    assert_eq!((error.kind, error.outcome), (ErrorKind::Connection, Outcome::NotSent));
    assert_eq!(error.attempts.len(), 5);
    let at: Vec<_> = world.seen.borrow().iter().map(|seen| seen.at).collect();
    assert_eq!(at, [0.0, 500.0, 1500.0, 3500.0, 7500.0]);
}

#[test]
fn rejects_at_once_where_the_wait_is_longer_than_the_deadline() {
    let ended = run_one(&scripted([limited(3600.0)]), PLAN);
    let error = ended.result.unwrap_err();
    assert_eq!((error.kind, error.retry_after), (ErrorKind::RateLimit, Some(3600.0)));
    assert_eq!((ended.at, error.attempts.len()), (10.0, 1));
}

#[test]
fn ends_a_429_for_ever_within_the_deadline() {
    let world = World::new();
    *world.otherwise.borrow_mut() = Some(limited(1.0));
    for deadline_ms in [500.0, 2500.0, 150_000.0] {
        let terms = Terms { deadline_ms, ..TERMS };
        let start_at = world.now();
        let ended = run_one(&world, Plan { start_at, terms, ..PLAN });
        let error = ended.result.unwrap_err();
        assert_eq!((error.kind, error.outcome), (ErrorKind::RateLimit, Outcome::Rejected));
        assert!(ended.at - start_at <= deadline_ms);
    }
}

#[test]
fn sends_once_what_may_be_there() {
    for reply in [
        status(500),
        status(503),
        Reply { cut: true, ..ok() },
        Reply { head_ms: 2000.0, ..ok() },
        Reply { retry_after: Some(1.0), ..status(503) },
    ] {
        let world = scripted([reply]);
        let error = run_one(&world, PLAN).result.unwrap_err();
        assert_eq!(error.outcome, Outcome::Unknown);
        assert_eq!(world.seen.borrow().len(), 1);
    }
}

#[test]
fn sends_again_what_may_be_there_where_it_is_told_to() {
    let retries = Retries { max: 4, unknown: true };
    let plan = Plan { terms: Terms { retries, ..TERMS }, ..PLAN };
    let replies = [status(500), Reply { cut: true, ..ok() }, Reply { head_ms: 2e3, ..ok() }];
    assert!(run_one(&scripted(replies), plan).result.is_ok());
    let created = run_one(&scripted([Reply { json: None, ..ok() }, ok()]), plan);
    assert_eq!(created.result.unwrap_err().outcome, Outcome::Created);
}

#[test]
fn stays_unknown_where_an_attempt_before_the_last_was() {
    let retries = Retries { max: 2, unknown: true };
    let plan = Plan { terms: Terms { retries, ..TERMS }, ..PLAN };
    for last in [status(404), limited(0.1), refused()] {
        let error = run_one(&scripted([status(500), last.clone(), last]), plan).result.unwrap_err();
        assert_eq!(error.outcome, Outcome::Unknown);
        assert_eq!(error.attempts[0].outcome, Outcome::Unknown);
    }
}

#[test]
fn may_be_aborted_in_a_retry_wait() {
    let ended = run_one(&scripted([limited(5.0)]), Plan { abort_at: 100.0, ..PLAN });
    let error = ended.result.unwrap_err();
    assert_eq!((error.kind, error.outcome), (ErrorKind::Abort, Outcome::Rejected));
    assert_eq!((ended.at, error.attempts.len()), (100.0, 1));
}

const LIMIT: Limit = Limit { requests: 60, per_ms: 3000.0 };

#[test]
fn creates_300_at_60_per_3_s_without_a_429() {
    let world = World::new();
    world.window.set(Some(LIMIT));
    let ended = run_all(&world, Some(LIMIT), &[PLAN; 300]);
    assert!(ended.iter().all(|ended| ended.result.is_ok()));
    assert_eq!((world.created.get(), world.count_429()), (300, 0));
    let makespan = ended.iter().map(|ended| ended.at).fold(0.0, f64::max);
    assert!(makespan <= 12_000.0 * 1.05, "{makespan}");
    let order: Vec<_> = world.seen.borrow().iter().map(|seen| seen.call).collect();
    assert_eq!(order, (0..300).collect::<Vec<_>>());
}

#[test]
fn stops_all_calls_at_a_429_then_lets_one_try() {
    let world = World::new();
    *world.script.borrow_mut() = [ok(), limited(2.0), ok(), ok()].into();
    let limit = Limit { requests: 4, per_ms: 10.0 };
    let ended = run_all(&world, Some(limit), &[PLAN; 20]);
    assert!(ended.iter().all(|ended| ended.result.is_ok()));
    let seen = world.seen.borrow();
    let again = &seen[4..];
    // The refused call keeps its place: it is the one that tries.
    assert_eq!((again[0].call, again[0].at), (1, 2010.0));
    assert!(again[1..].iter().all(|seen| seen.at >= again[0].done));
}

#[test]
fn gives_the_place_of_an_aborted_call_to_the_next() {
    let limit = Limit { requests: 1, per_ms: 1000.0 };
    let aborted = Plan { abort_at: 500.0, ..PLAN };
    let ended = run_all(&World::new(), Some(limit), &[PLAN, aborted, PLAN]);
    let error = ended[1].result.as_ref().unwrap_err();
    assert_eq!((error.kind, error.outcome), (ErrorKind::Abort, Outcome::NotSent));
    assert_eq!((ended[1].at, ended[2].at), (500.0, 1010.0 + 10.0));
}

#[test]
fn rejects_at_once_where_no_slot_comes_before_the_deadline() {
    let limit = Limit { requests: 1, per_ms: 1000.0 };
    let short = |start_at, deadline_ms| {
        let terms = Terms { deadline_ms, ..TERMS };
        Plan { start_at, terms, ..PLAN }
    };
    let plans = [PLAN, short(0.0, 300.0), short(20.0, 300.0), PLAN];
    let ended = run_all(&World::new(), Some(limit), &plans);
    // While the slot is in flight nobody knows when it is free; then everybody does.
    for (index, at) in [(1, 10.0), (2, 20.0)] {
        let error = ended[index].result.as_ref().unwrap_err();
        assert_eq!((error.kind, error.outcome), (ErrorKind::Timeout, Outcome::NotSent));
        assert_eq!((ended[index].at, error.attempts.len()), (at, 0));
    }
    assert!(ended[3].result.is_ok());
}

#[test]
fn sends_nothing_where_the_machine_slept_past_the_deadline() {
    const HOUR: f64 = 3_600_000.0;
    let limit = Limit { requests: 1, per_ms: 1000.0 };
    let world = World::new();
    world.sleep.set((500.0, HOUR));
    let aside = Plan { start_at: 600.0, ..PLAN };
    let ended = run_all(&world, Some(limit), &[PLAN, PLAN, aside]);
    let error = ended[1].result.as_ref().unwrap_err();
    assert_eq!((error.kind, error.outcome), (ErrorKind::Timeout, Outcome::NotSent));
    assert!(ended[2].result.is_ok());
    assert_eq!(world.seen.borrow().len(), 2);

    // In a retry's wait: with the error in hand.
    let world = scripted([limited(1.0), ok()]);
    world.sleep.set((500.0, HOUR));
    let error = run_one(&world, PLAN).result.unwrap_err();
    assert_eq!((error.kind, error.outcome), (ErrorKind::RateLimit, Outcome::Rejected));
    assert_eq!(world.seen.borrow().len(), 1);
}

#[test]
fn shares_a_key_with_somebody_else_and_still_creates_all() {
    // Half of the server's window is somebody else's: only a 429 tells.
    let world = World::new();
    world.window.set(Some(Limit { requests: 30, per_ms: 3000.0 }));
    let ended = run_all(&world, Some(LIMIT), &[PLAN; 300]);
    assert!(ended.iter().all(|ended| ended.result.is_ok()));
    assert_eq!(world.created.get(), 300);
}
