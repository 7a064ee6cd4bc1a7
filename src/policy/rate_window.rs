//! The rate limit's slots: how many are in use, and when a call may expect one.

use super::ByNumber;
use super::counted::Counted;
use super::expected::Expected;

/// At most `requests` in any `per_ms` milliseconds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RateLimit {
    /// How many; at least 1.
    pub requests: u32,
    /// Milliseconds.
    pub per_ms: f64,
}

/// A lease outlives its attempt by this much, so that an attempt that times out reports first.
const LEASE_GRACE_MS: f64 = 250.0;

/// The shortest and the longest interval at which the first call in the queue asks again while its
/// slot depends on a response. The response wakes such a call; asking again covers the case that
/// nothing does.
const MIN_ASK_AGAIN_MS: f64 = 50.0;
const MAX_ASK_AGAIN_MS: f64 = 250.0;

/// The slots in use. A slot is free again one window after its response, since the server counted
/// the request some time before that; this complies with both fixed and sliding windows. The times
/// are a [`Clock`](super::Clock)'s.
///
/// Clients with different limits may share a window. Each counts all requests, whoever sent them,
/// by its own limit: a request is stored with the time at which it was counted, not with how long
/// it counts.
#[derive(Debug)]
pub struct RateWindow {
    /// By their calls' numbers.
    leases: ByNumber<Lease>,
    /// No lease ends before this.
    next_end: f64,
    /// The requests whose responses have come.
    counted: Counted,
    stopped_until: f64,
    /// A 429 means that somebody else uses the key too. Then one request goes alone, and each
    /// response other than a 429 allows one more to be in flight.
    max_in_flight: u32,
}

/// The slot of a request in flight. It expires, since the response may never be reported: in
/// Cloudflare Workers, a call ends silently with the request that it serves.
#[derive(Clone, Copy, Debug)]
struct Lease {
    ends_at: f64,
    /// When the request left, or when the head of its response arrived: the server may have counted
    /// it at any time until then.
    counted_at: f64,
}

impl Default for RateWindow {
    fn default() -> Self {
        RateWindow::new()
    }
}

impl RateWindow {
    /// All slots are free.
    pub const fn new() -> RateWindow {
        RateWindow {
            leases: ByNumber::new(),
            next_end: f64::INFINITY,
            counted: Counted::new(),
            stopped_until: 0.0,
            max_in_flight: u32::MAX,
        }
    }

    /// Estimates when a call with `ahead` others before it in the queue gets its slot. Theirs are
    /// reserved for them.
    pub fn estimate_slot(&mut self, now: f64, limit: RateLimit, ahead: usize) -> Expected {
        self.counted.add_limit(limit);
        self.forget_past(now);
        let is_stopped = now < self.stopped_until;
        if is_stopped && ahead == 0 {
            return Expected::NotBefore(self.stopped_until);
        }
        let requests = limit.requests.max(1) as usize;
        if is_stopped || self.leases.len() + ahead >= self.max_in_flight as usize {
            // Calls further back ask less often.
            let pause = (limit.per_ms / requests as f64).clamp(MIN_ASK_AGAIN_MS, MAX_ASK_AGAIN_MS)
                * (ahead + 1) as f64;
            return Expected::AfterResponse(self.stopped_until.max(now) + pause);
        }
        let recent = self.recent(now, limit);
        let in_flight = self.leases.len().min(requests);
        // How many slots become free before the call's own does.
        let Some(before) = (in_flight + recent.len() + ahead).checked_sub(requests) else {
            return Expected::Now;
        };
        // Each window uses every slot once more. A request in flight may get its response now.
        let (windows, slot) = (before / requests, before % requests);
        let counted_at = recent.get(slot).copied().unwrap_or(now);
        Expected::NotBefore(counted_at + limit.per_ms + windows as f64 * limit.per_ms)
    }

    /// How many slots of a limit are free, regardless of a stop after a 429.
    pub fn count_free(&self, now: f64, limit: RateLimit) -> usize {
        let in_use = self.leases.len() + self.recent(now, limit).len();
        (limit.requests.max(1) as usize).saturating_sub(in_use)
    }

    /// The counted requests that use a slot of a limit. Clients with larger limits may have sent
    /// more than it allows, and then only the latest matter.
    fn recent(&self, now: f64, limit: RateLimit) -> &[f64] {
        let counted = self.counted.within(limit.per_ms, now);
        let slots = (limit.requests.max(1) as usize).saturating_sub(self.leases.len());
        counted.get(counted.len().saturating_sub(slots)..).unwrap_or_default()
    }

    /// A call's request leaves now; its attempt takes at most `attempt_ms`.
    pub fn take(&mut self, call: u32, now: f64, attempt_ms: f64) {
        let ends_at = now + attempt_ms + LEASE_GRACE_MS;
        self.next_end = self.next_end.min(ends_at);
        self.leases.insert(call, Lease { ends_at, counted_at: now + LEASE_GRACE_MS });
    }

    /// The head of the response to a call's request arrived.
    pub fn responded(&mut self, call: u32, now: f64) {
        if let Some(lease) = self.leases.get_mut(call) {
            lease.counted_at = lease.counted_at.max(now);
        }
    }

    /// A call's request was not sent after all.
    pub fn give_back(&mut self, call: u32) {
        self.leases.remove(call);
    }

    /// A call's request got its response or failed; after a 429 all others stop for `stop_ms`.
    pub fn complete(&mut self, call: u32, now: f64, stop_ms: Option<f64>) {
        self.give_back(call);
        self.counted.add(now);
        if let Some(ms) = stop_ms {
            self.stopped_until = self.stopped_until.max(now + ms);
            self.max_in_flight = 1;
        } else if now >= self.stopped_until {
            self.max_in_flight = self.max_in_flight.saturating_add(1);
            if self.max_in_flight > self.counted.max_requests() {
                self.max_in_flight = u32::MAX;
            }
        }
    }

    /// Whether a new window would behave the same.
    pub fn is_idle(&mut self, now: f64) -> bool {
        self.forget_past(now);
        self.leases.is_empty() && self.counted.is_empty(now) && now >= self.stopped_until
    }

    fn forget_past(&mut self, now: f64) {
        if now >= self.next_end {
            let (mut next_end, mut over) = (f64::INFINITY, Vec::new());
            self.leases.retain(|lease| {
                let is_held = lease.ends_at > now;
                if is_held {
                    next_end = next_end.min(lease.ends_at);
                } else {
                    over.push(lease.counted_at);
                }
                is_held
            });
            self.next_end = next_end;
            over.into_iter().for_each(|at| self.counted.add(at));
        }
        self.counted.forget_past(now);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIMIT: RateLimit = RateLimit { requests: 3, per_ms: 100.0 };
    const ATTEMPT_MS: f64 = 1000.0;

    /// All slots taken at `at`, by the calls 0, 1 and 2.
    fn full(at: f64) -> RateWindow {
        let mut window = RateWindow::default();
        for call in 0..LIMIT.requests {
            assert_eq!(window.estimate_slot(at, LIMIT, 0), Expected::Now);
            window.take(call, at, ATTEMPT_MS);
        }
        window
    }

    #[test]
    fn a_slot_in_flight_is_expected_one_window_from_now_at_the_earliest() {
        let mut window = full(0.0);
        assert_eq!(window.estimate_slot(0.0, LIMIT, 0), Expected::NotBefore(100.0));
        assert_eq!(window.estimate_slot(30.0, LIMIT, 2), Expected::NotBefore(130.0));
        assert_eq!(window.estimate_slot(30.0, LIMIT, 3), Expected::NotBefore(230.0));
    }

    #[test]
    fn a_slot_is_free_one_window_after_its_response() {
        let mut window = full(0.0);
        for call in 0..3 {
            window.complete(call, f64::from(10 * (call + 1)), None);
        }
        assert_eq!(window.estimate_slot(99.0, LIMIT, 0), Expected::NotBefore(110.0));
        assert_eq!(window.estimate_slot(99.0, LIMIT, 2), Expected::NotBefore(130.0));
        assert_eq!(window.estimate_slot(99.0, LIMIT, 3), Expected::NotBefore(210.0));
        assert_eq!(window.estimate_slot(99.0, LIMIT, 7), Expected::NotBefore(320.0));
        assert_eq!(window.estimate_slot(110.0, LIMIT, 0), Expected::Now);
        window.take(3, 110.0, ATTEMPT_MS);
        assert_eq!(window.estimate_slot(110.0, LIMIT, 0), Expected::NotBefore(120.0));
    }

    #[test]
    fn free_slots_are_kept_for_those_ahead() {
        let mut window = RateWindow::default();
        assert_eq!(window.estimate_slot(0.0, LIMIT, 2), Expected::Now);
        assert_eq!(window.estimate_slot(0.0, LIMIT, 3), Expected::NotBefore(100.0));
    }

    #[test]
    fn a_slot_whose_response_never_comes_is_free_when_its_attempt_is_over() {
        let mut window = full(0.0);
        let over = ATTEMPT_MS + LEASE_GRACE_MS;
        assert_eq!(window.estimate_slot(over - 1.0, LIMIT, 0), Expected::NotBefore(over + 99.0));
        assert_eq!(window.estimate_slot(over, LIMIT, 0), Expected::Now);
        // A response that arrives late counts from then on.
        window.complete(0, over, None);
        assert_eq!(window.estimate_slot(over, LIMIT, 2), Expected::NotBefore(over + 100.0));
    }

    #[test]
    fn a_short_attempt_keeps_its_slot_for_a_window() {
        let mut window = RateWindow::default();
        let limit = RateLimit { requests: 1, per_ms: 3000.0 };
        window.take(0, 0.0, 1.0);
        let over = 1.0 + LEASE_GRACE_MS;
        let free_at = 3000.0 + LEASE_GRACE_MS;
        assert_eq!(window.estimate_slot(over, limit, 0), Expected::NotBefore(free_at));
        assert_eq!(window.estimate_slot(free_at, limit, 0), Expected::Now);
    }

    #[test]
    fn a_429_stops_all_for_as_long_as_it_says_and_then_one_tries() {
        let mut window = full(0.0);
        window.complete(0, 5.0, Some(500.0));
        window.complete(1, 6.0, Some(100.0));
        window.complete(2, 7.0, None);
        assert_eq!(window.estimate_slot(200.0, LIMIT, 0), Expected::NotBefore(505.0));
        assert_eq!(
            window.estimate_slot(200.0, LIMIT, 1),
            Expected::AfterResponse(505.0 + 2.0 * MIN_ASK_AGAIN_MS)
        );
        assert_eq!(window.estimate_slot(505.0, LIMIT, 0), Expected::Now);
        assert_eq!(
            window.estimate_slot(505.0, LIMIT, 1),
            Expected::AfterResponse(505.0 + 2.0 * MIN_ASK_AGAIN_MS)
        );
        window.take(3, 505.0, ATTEMPT_MS);
        assert_eq!(
            window.estimate_slot(506.0, LIMIT, 0),
            Expected::AfterResponse(506.0 + MIN_ASK_AGAIN_MS)
        );
        window.complete(3, 510.0, None);
        for call in 4..6 {
            assert_eq!(window.estimate_slot(510.0, LIMIT, 0), Expected::Now);
            window.take(call, 510.0, ATTEMPT_MS);
        }
        assert_eq!(
            window.estimate_slot(510.0, LIMIT, 0),
            Expected::AfterResponse(510.0 + MIN_ASK_AGAIN_MS)
        );
        // Once as many may be in flight as the limit allows, only the limit counts.
        window.complete(4, 511.0, None);
        assert_eq!(window.max_in_flight, 3);
        window.complete(5, 511.0, None);
        assert_eq!(window.max_in_flight, u32::MAX);
    }

    #[test]
    fn the_one_that_tries_after_a_429_holds_up_the_others_no_longer_than_its_attempt() {
        let mut window = RateWindow::default();
        let limit = RateLimit { per_ms: 60_000.0, ..LIMIT };
        window.take(0, 0.0, ATTEMPT_MS);
        window.complete(0, 5.0, Some(500.0));
        window.take(1, 505.0, ATTEMPT_MS);
        let over = 505.0 + ATTEMPT_MS + LEASE_GRACE_MS;
        assert!(matches!(window.estimate_slot(over - 1.0, limit, 0), Expected::AfterResponse(_)));
        assert_eq!(window.estimate_slot(over, limit, 0), Expected::Now);
        assert_eq!(
            window.estimate_slot(over, limit, 1),
            Expected::AfterResponse(over + 2.0 * MAX_ASK_AGAIN_MS)
        );
    }

    #[test]
    fn a_request_lost_while_its_body_is_read_holds_its_slot_for_a_window_after_the_head() {
        let limit = RateLimit { requests: 1, per_ms: 2000.0 };
        let over = ATTEMPT_MS + LEASE_GRACE_MS;
        for (head_at, free_at) in [(100.0, 2250.0), (900.0, 2900.0)] {
            let mut window = RateWindow::default();
            window.take(0, 0.0, ATTEMPT_MS);
            window.responded(0, head_at);
            window.responded(1, head_at);
            assert_eq!(window.estimate_slot(over, limit, 0), Expected::NotBefore(free_at));
        }
    }

    #[test]
    fn a_response_during_the_stop_allows_no_more_requests() {
        let mut window = full(0.0);
        window.complete(0, 5.0, Some(500.0));
        window.complete(1, 6.0, None);
        assert_eq!(window.max_in_flight, 1);
        window.complete(2, 505.0, None);
        assert_eq!(window.max_in_flight, 2);
    }

    #[test]
    fn each_client_counts_all_requests_by_its_own_limit() {
        let mut window = full(0.0);
        let fast = RateLimit { requests: 4, per_ms: 50.0 };
        let strict = RateLimit { requests: 1, per_ms: 30.0 };
        assert_eq!(window.estimate_slot(0.0, fast, 0), Expected::Now);
        assert_eq!(window.estimate_slot(0.0, strict, 0), Expected::NotBefore(30.0));
        assert_eq!(window.estimate_slot(0.0, strict, 2), Expected::NotBefore(90.0));
        window.take(3, 0.0, ATTEMPT_MS);
        for call in 0..4 {
            window.complete(call, f64::from(call), None);
        }
        assert_eq!(window.estimate_slot(5.0, fast, 0), Expected::NotBefore(50.0));
        assert_eq!(window.estimate_slot(5.0, LIMIT, 0), Expected::NotBefore(101.0));
        // Only the last one matters, however many there were.
        assert_eq!(window.estimate_slot(5.0, strict, 0), Expected::NotBefore(33.0));
        assert_eq!(window.estimate_slot(5.0, strict, 1), Expected::NotBefore(63.0));
        assert_eq!(window.estimate_slot(33.0, strict, 0), Expected::Now);
        let free: Vec<_> = [fast, LIMIT, strict].map(|limit| window.count_free(51.5, limit)).into();
        assert_eq!(free, [2, 0, 1]);
    }

    #[test]
    fn a_client_that_comes_later_counts_what_the_others_sent_in_the_last_minute() {
        let mut window = full(0.0);
        for call in 0..3 {
            window.complete(call, 10.0, None);
        }
        assert_eq!(window.estimate_slot(200.0, LIMIT, 0), Expected::Now);
        let late = RateLimit { requests: 3, per_ms: 60_000.0 };
        assert_eq!(window.estimate_slot(200.0, late, 0), Expected::NotBefore(60_010.0));
    }

    #[test]
    fn after_a_429_the_largest_limit_determines_when_it_is_over() {
        let mut window = full(0.0);
        let strict = RateLimit { requests: 1, per_ms: 1.0 };
        window.estimate_slot(0.0, strict, 0);
        window.complete(0, 5.0, Some(10.0));
        window.complete(1, 15.0, None);
        window.complete(2, 15.0, None);
        assert_eq!(window.max_in_flight, 3);
    }

    #[test]
    fn a_request_that_did_not_leave_frees_its_slot() {
        let mut window = full(0.0);
        window.give_back(1);
        assert_eq!(window.estimate_slot(0.0, LIMIT, 0), Expected::Now);
        window.give_back(1);
        assert_eq!(window.leases.len(), 2);
    }

    #[test]
    fn is_idle_once_nothing_is_left_to_remember() {
        let mut window = full(0.0);
        assert!(!window.is_idle(99.0));
        for call in 0..3 {
            window.complete(call, 10.0, None);
        }
        assert!(!window.is_idle(60_009.0));
        assert!(window.is_idle(60_010.0));
        window.complete(4, 70_000.0, Some(90_000.0));
        assert!(!window.is_idle(159_999.0));
        assert!(window.is_idle(160_000.0));
    }
}
