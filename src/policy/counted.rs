//! When the requests of a key were counted.

use super::{DEFAULT_RATE_LIMIT, RateLimit};

/// At least this many are kept, for a later client with a larger limit.
const MIN_KEPT: usize = 1024;

/// The latest time at which each request can have been counted. These are times and not expiries,
/// since each client's own window decides how long a request counts.
///
/// It keeps as many of the latest as the largest limit allows, for the longest window of any limit
/// so far; and a few for the default window, since a client with that may still follow.
#[derive(Debug)]
pub(super) struct Counted {
    /// The oldest first.
    times: Vec<f64>,
    /// The longest window of any limit so far.
    max_window_ms: f64,
    max_requests: u32,
}

impl Counted {
    pub(super) const fn new() -> Counted {
        Counted { times: Vec::new(), max_window_ms: 0.0, max_requests: 0 }
    }

    /// Takes a client's limit into account.
    pub(super) fn add_limit(&mut self, limit: RateLimit) {
        self.max_window_ms = self.max_window_ms.max(limit.per_ms);
        self.max_requests = self.max_requests.max(limit.requests);
    }

    /// The most requests that any limit so far allows.
    pub(super) fn max_requests(&self) -> u32 {
        self.max_requests
    }

    /// Adds a request that was counted.
    pub(super) fn add(&mut self, at: f64) {
        let place = self.times.partition_point(|other| *other <= at);
        self.times.insert(place, at);
    }

    /// Those that count in a window that ends now, the oldest first.
    pub(super) fn within(&self, per_ms: f64, now: f64) -> &[f64] {
        let past = self.past(per_ms, now);
        self.times.get(past..).unwrap_or_default()
    }

    /// Whether nothing counts any more.
    pub(super) fn is_empty(&self, now: f64) -> bool {
        self.within(self.max_or_default_window_ms(), now).is_empty()
    }

    /// Removes them only once they are half of all, so that each is moved at most once.
    pub(super) fn forget_past(&mut self, now: f64) {
        let most = MIN_KEPT.max(self.max_requests as usize);
        let all_but = |kept| self.times.len().saturating_sub(kept);
        let past = self
            .past(self.max_or_default_window_ms(), now)
            .max(self.past(self.max_window_ms, now).min(all_but(MIN_KEPT)))
            .max(all_but(most));
        if past * 2 > self.times.len() {
            self.times.drain(..past);
        }
    }

    fn max_or_default_window_ms(&self) -> f64 {
        self.max_window_ms.max(DEFAULT_RATE_LIMIT.per_ms)
    }

    fn past(&self, per_ms: f64, now: f64) -> usize {
        self.times.partition_point(|at| at + per_ms <= now)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filled(times: impl IntoIterator<Item = f64>) -> Counted {
        let mut counted = Counted::new();
        times.into_iter().for_each(|at| counted.add(at));
        counted
    }

    #[test]
    fn each_window_has_its_own_view_in_the_order_of_time() {
        let counted = filled([50.0, 10.0, 30.0]);
        assert_eq!(counted.within(20.0, 50.0), [50.0]);
        assert_eq!(counted.within(21.0, 50.0), [30.0, 50.0]);
        assert_eq!(counted.within(1000.0, 50.0), [10.0, 30.0, 50.0]);
    }

    #[test]
    fn is_kept_for_a_minute_or_the_longest_window_seen() {
        let mut counted = filled([100.0]);
        counted.add_limit(RateLimit { requests: 1, per_ms: 5.0 });
        assert!(!counted.is_empty(60_099.0));
        assert!(counted.is_empty(60_100.0));
        counted.add_limit(RateLimit { requests: 1, per_ms: 3_600_000.0 });
        counted.forget_past(60_100.0);
        assert!(!counted.is_empty(3_600_099.0));
        counted.forget_past(3_600_100.0);
        assert_eq!((counted.times.len(), counted.is_empty(3_600_100.0)), (0, true));
    }

    #[test]
    fn keeps_no_more_than_twice_what_a_limit_can_count() {
        for (requests, most) in [(1, MIN_KEPT), (3000, 3000)] {
            let mut counted = Counted::new();
            counted.add_limit(RateLimit { requests, per_ms: 1e12 });
            for at in 0..20_000 {
                counted.add(f64::from(at));
                counted.forget_past(20_000.0);
                assert!(counted.times.len() <= 2 * most);
            }
            let newest = counted.within(f64::from(most as u32) + 0.5, 20_000.0);
            assert_eq!(newest.len(), most);
        }
    }

    #[test]
    fn keeps_few_for_the_default_window_whatever_a_short_window_allows() {
        let mut counted = Counted::new();
        counted.add_limit(RateLimit { requests: 1_000_000, per_ms: 50.0 });
        for at in 0..20_000 {
            counted.add(f64::from(at));
            counted.forget_past(f64::from(at));
            assert!(counted.times.len() <= 2 * MIN_KEPT);
        }
        assert!(counted.within(60_000.0, 20_000.0).len() >= MIN_KEPT);
    }

    #[test]
    fn past_requests_stay_until_they_are_half_of_all() {
        let mut counted = filled([0.0, 1.0, 2.0, 3.0]);
        counted.forget_past(60_001.0);
        assert_eq!(counted.times.len(), 4);
        counted.forget_past(60_002.0);
        assert_eq!(counted.times, [3.0]);
    }
}
