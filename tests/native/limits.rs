//! Calls with different limits that share one key.

use crate::world::*;
use carecycle_custom_fields::policy::RateLimit;

const SLOW: RateLimit = RateLimit { requests: 1, per_ms: 1000.0 };
const FAST: RateLimit = RateLimit { requests: 4, per_ms: 100.0 };

fn with_limit(rate_limit: RateLimit) -> Plan {
    let mut plan = PLAN;
    plan.settings.rate_limit = Some(rate_limit);
    plan
}

#[test]
fn every_call_keeps_to_its_own_limit() {
    let plans: Vec<_> =
        (0..40).map(|index| with_limit(if index % 4 == 0 { SLOW } else { FAST })).collect();
    for woken_after in [Some(0.0), None] {
        let plans: Vec<_> = plans.iter().map(|plan| Plan { woken_after, ..*plan }).collect();
        let mut world = World::new();
        let ended = run_all(&mut world, None, &plans);
        assert!(ended.iter().all(|ended| ended.result.is_ok()));
        let seen = &world.server.seen;
        for (index, request) in seen.iter().enumerate() {
            // A slot is in use for as long as the limit of the call that used it says.
            let limit_of = |call: usize| plans[call].settings.rate_limit.unwrap();
            let in_use = seen[..index]
                .iter()
                .filter(|before| before.done + limit_of(before.call).per_ms > request.at)
                .count();
            assert!(in_use < limit_of(request.call).requests as usize, "{request:?}");
        }
    }
}

#[test]
fn a_call_without_a_limit_passes_those_that_wait() {
    let ended = run_all(&mut World::new(), None, &[with_limit(SLOW), with_limit(SLOW), PLAN]);
    let at: Vec<_> = ended.iter().map(|ended| ended.at).collect();
    assert_eq!(at, [10.0, 1020.0, 10.0]);
}

#[test]
fn a_limit_of_no_request_counts_as_one() {
    let none = RateLimit { requests: 0, per_ms: 100.0 };
    let ended = run_all(&mut World::new(), Some(none), &[PLAN; 3]);
    let at: Vec<_> = ended.iter().map(|ended| ended.at).collect();
    assert_eq!(at, [10.0, 120.0, 230.0]);
}
