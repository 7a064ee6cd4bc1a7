//! Many calls with random plans against a server of random moods. `PROPTEST_CASES` says how many.

use crate::limits::assert_no_longer_than_own_limits;
use crate::world::*;
use carecycle_custom_fields::client::{BodyEnd, CallSettings, Failure};
use carecycle_custom_fields::contract::{ErrorClass, Outcome};
use carecycle_custom_fields::policy::{RateLimit, Retries};
use proptest::prelude::*;

/// Times of which no sum is rounded.
fn ms(range: std::ops::Range<u32>) -> impl Strategy<Value = f64> {
    (range.start * 1024..range.end * 1024).prop_map(|ticks| f64::from(ticks) / 1024.0)
}

fn any_ms() -> impl Strategy<Value = f64> {
    prop_oneof![ms(0..50), Just(0.0), ms(0..5000)]
}

/// Mostly `usual`, else a random time.
fn seldom_ms(usual: f64) -> impl Strategy<Value = f64> {
    prop_oneof![4 => Just(usual), 1 => any_ms()]
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
        3 => Just(200),
        2 => Just(429),
        1 => Just(500),
        1 => Just(404),
        1 => Just(307),
        1 => any::<u16>(),
    ];
    let ends = prop_oneof![2 => Just(BodyEnd::Whole), 1 => Just(BodyEnd::Empty), 1 => Just(BodyEnd::TooBig), 1 => Just(BodyEnd::Lost)];
    let fates = prop_oneof![4 => Just(0), 1 => 0..6];
    (any_ms(), any_ms(), statuses, ends, fates, any_retry_after(), any_retry_after()).prop_map(
        |(head_ms, body_ms, status, end, fate, header, retry_after)| {
            let json = carecycle_custom_fields::client::Json { retry_after, ..documented() };
            Reply {
                head_ms,
                body_ms,
                status,
                json: (fate != 1).then_some(json),
                is_json: fate != 4,
                end,
                failure: match fate {
                    2 => Some(Failure::NotSent),
                    3 => Some(Failure::Lost),
                    4 => Some(Failure::Untrusted),
                    5 => Some(Failure::TimedOut),
                    _ => None,
                },
                retry_after: header,
            }
        },
    )
}

fn any_settings() -> impl Strategy<Value = CallSettings> {
    let deadline = prop_oneof![Just(None), Just(Some(150_000.0)), ms(1..3000).prop_map(Some)];
    (ms(1..500), deadline, 0..6u32, any::<bool>()).prop_map(
        |(timeout_ms, deadline_ms, max, unknown)| {
            let retries = Retries { max, unknown };
            CallSettings { timeout_ms, deadline_ms, retries, ..SETTINGS }
        },
    )
}

fn any_plan() -> impl Strategy<Value = Plan> {
    let wake = prop_oneof![2 => Just(Some(0.0)), 1 => Just(None), 1 => ms(0..50).prop_map(Some)];
    let times = (any_ms(), seldom_ms(f64::INFINITY), seldom_ms(f64::INFINITY), seldom_ms(0.0));
    (times, prop::bool::weighted(0.1), wake, any_settings()).prop_map(
        |((start_at, abort_at, lost_at, late_ms), is_lost_when_woken, woken_after, settings)| {
            Plan { start_at, abort_at, lost_at, is_lost_when_woken, woken_after, late_ms, settings }
        },
    )
}

/// Limits of clients that share a key.
fn any_limits() -> impl Strategy<Value = Vec<RateLimit>> {
    let limit =
        (1..8u32, ms(1..2000)).prop_map(|(requests, per_ms)| RateLimit { requests, per_ms });
    prop::collection::vec(limit, 1..4)
}

/// Each call gets one of the limits.
fn with_limits(mut plans: Vec<Plan>, limits: &[RateLimit]) -> Vec<Plan> {
    for (place, plan) in plans.iter_mut().enumerate() {
        plan.settings.rate_limit = Some(limits[place * place % limits.len()]);
    }
    plans
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn every_call_ends_in_time_and_none_exceeds_the_limit(
        replies in prop::collection::vec(any_reply(), 0..60),
        plans in prop::collection::vec(any_plan(), 1..40),
        limits in any_limits(),
        random in 0.0..1.0,
    ) {
        let plans = with_limits(plans, &limits);
        let mut world = World::scripted(replies);
        world.random = random;
        // Also: every call that is not lost ends, and nothing is left in the core.
        let ended = run(&mut world, None, &plans);
        let seen = &world.server.seen;

        for (index, request) in seen.iter().enumerate() {
            let plan = &plans[request.call];
            if let Some(deadline_ms) = plan.settings.deadline_ms {
                prop_assert!(request.at < plan.start_at + deadline_ms);
                prop_assert!(request.at + request.within_ms <= plan.start_at + deadline_ms + 0.001);
            }
            let RateLimit { requests, per_ms } = plan.settings.rate_limit.unwrap();
            let in_use = seen[..index].iter().filter(|before| {
                let lost_until = before.at + before.within_ms.max(per_ms);
                let free_at =
                    if before.done.is_finite() { before.done + per_ms } else { lost_until };
                free_at > request.at
            });
            let in_use: Vec<_> = in_use.collect();
            prop_assert!(in_use.len() < requests as usize, "{:?} within {:?}", request, in_use);
        }

        for (call, (ended, plan)) in ended.iter().zip(&plans).enumerate() {
            let Some(ended) = ended else {
                prop_assert!(plan.is_lost());
                continue;
            };
            let start = plan.start_at;
            let late_ms = plan.late_ms + plan.woken_after.unwrap_or(0.0) + 0.001;
            if let Some(deadline_ms) = plan.settings.deadline_ms {
                prop_assert!(ended.at <= start + deadline_ms + late_ms);
            }
            prop_assert!(ended.at <= start.max(plan.abort_at) + late_ms);
            let sent = seen.iter().filter(|seen| seen.call == call).count();
            prop_assert!(sent <= plan.settings.retries.max as usize + 1);
            let Err(error) = &ended.result else { continue };
            prop_assert_eq!(error.attempts.len(), sent);
            for attempt in &error.attempts {
                prop_assert!(error.outcome >= attempt.outcome);
            }
            if sent == 0 {
                prop_assert_eq!(error.outcome, Outcome::NotSent);
            }
            let unknown = error.attempts.iter().filter(|a| a.outcome >= Outcome::Unknown).count();
            prop_assert!(plan.settings.retries.unknown || unknown <= 1);
            prop_assert!(error.class != ErrorClass::CareCycleError);
            if error.class == ErrorClass::ApiUserAbortError {
                prop_assert!(plan.abort_at.is_finite());
            }
        }
    }

    #[test]
    fn no_call_waits_longer_than_its_own_limit_says(
        replies in prop::collection::vec((ms(0..60), ms(0..60)), 0..60),
        starts in prop::collection::vec(any_ms(), 1..40),
        limits in any_limits(),
    ) {
        let replies = replies.into_iter().map(|(head_ms, body_ms)| Reply { head_ms, body_ms, ..ok() });
        let mut world = World::scripted(replies);
        let plans = starts.into_iter().map(|start_at| {
            let settings = CallSettings { deadline_ms: Some(1e6), ..SETTINGS };
            Plan { start_at, settings, ..PLAN }
        });
        let plans = with_limits(plans.collect(), &limits);
        let ended = run(&mut world, None, &plans);
        prop_assert!(ended.into_iter().flatten().all(|ended| ended.result.is_ok()));
        assert_no_longer_than_own_limits(&world, &plans, 6.0);
    }
}
