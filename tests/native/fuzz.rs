//! Many calls with random plans against a server of random moods. `PROPTEST_CASES` says how many.

use super::world::*;
use carecycle_custom_fields::client::{End, Found, Terms};
use carecycle_custom_fields::policy::{ErrorBody, ErrorKind, Limit, Outcome, Retries};
use proptest::prelude::*;

/// Times of which no sum is rounded.
fn ms(range: std::ops::Range<u32>) -> impl Strategy<Value = f64> {
    (range.start * 1024..range.end * 1024).prop_map(|ticks| f64::from(ticks) / 1024.0)
}

fn any_ms() -> impl Strategy<Value = f64> {
    prop_oneof![ms(0..50), Just(0.0), ms(0..5000)]
}

fn any_retry_after() -> impl Strategy<Value = Option<f64>> {
    prop_oneof![
        Just(None),
        (0.0..3.0).prop_map(Some),
        prop::num::f64::ANY.prop_map(Some),
        Just(Some(1e12)),
    ]
}

fn any_reply() -> impl Strategy<Value = Reply> {
    let statuses = prop_oneof![
        Just(200),
        Just(200),
        Just(200),
        Just(429),
        Just(429),
        Just(500),
        Just(404),
        Just(307),
        any::<u16>(),
    ];
    let ends = prop_oneof![Just(End::Whole), Just(End::Whole), Just(End::TooBig), Just(End::Lost)];
    let fates = prop_oneof![Just(0), Just(0), Just(0), Just(0), 0..6];
    (any_ms(), any_ms(), statuses, ends, fates, any_retry_after(), any_retry_after()).prop_map(
        |(head_ms, body_ms, status, end, fate, header, body)| {
            let error = ErrorBody { retry_after: body, ..ErrorBody::default() };
            let json = Found { error, ..documented() };
            Reply {
                head_ms,
                body_ms,
                status,
                json: (fate != 1).then_some(json),
                end,
                refused: fate == 2,
                cut: fate == 3,
                retry_after: header,
            }
        },
    )
}

fn any_plan() -> impl Strategy<Value = Plan> {
    let abort = prop_oneof![Just(f64::INFINITY), Just(f64::INFINITY), any_ms()];
    let deadline = prop_oneof![Just(150_000.0), ms(1..3000)];
    (any_ms(), abort, ms(1..500), deadline, 0..6u32, any::<bool>()).prop_map(
        |(start_at, abort_at, timeout_ms, deadline_ms, max, unknown)| {
            let retries = Retries { max, unknown };
            Plan { start_at, abort_at, terms: Terms { timeout_ms, deadline_ms, retries, ..TERMS } }
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn every_call_ends_in_time_and_none_exceeds_the_limit(
        replies in prop::collection::vec(any_reply(), 0..60),
        plans in prop::collection::vec(any_plan(), 1..40),
        requests in 1..8u32,
        per_ms in ms(1..2000),
        random in 0.0..1.0,
    ) {
        let world = World::new();
        world.random.set(random);
        world.script.borrow_mut().extend(replies);
        let limit = Limit { requests, per_ms };
        let ended = run_all(&world, Some(limit), &plans);
        let seen = world.seen.borrow();

        for (ended, plan) in ended.iter().zip(&plans) {
            let start = plan.start_at;
            prop_assert!(ended.at <= start + plan.terms.deadline_ms + 0.001);
            prop_assert!(ended.at <= start.max(plan.abort_at) + 0.001);
        }
        for (index, request) in seen.iter().enumerate() {
            let busy = seen[..index].iter().filter(|before| before.done + per_ms > request.at);
            prop_assert!(busy.count() < requests as usize, "{:?}", request);
        }
        for (call, (ended, plan)) in ended.iter().zip(&plans).enumerate() {
            let sent = seen.iter().filter(|seen| seen.call == call).count();
            prop_assert!(sent <= plan.terms.retries.max as usize + 1);
            let Err(error) = &ended.result else { continue };
            prop_assert_eq!(error.attempts.len(), sent);
            for attempt in &error.attempts {
                prop_assert!(error.outcome >= attempt.outcome);
            }
            if sent == 0 {
                prop_assert_eq!(error.outcome, Outcome::NotSent);
            }
            let unknown = error.attempts.iter().filter(|a| a.outcome >= Outcome::Unknown).count();
            prop_assert!(plan.terms.retries.unknown || unknown <= 1);
            if error.kind == ErrorKind::Abort {
                prop_assert!(plan.abort_at.is_finite());
            }
        }
    }
}
