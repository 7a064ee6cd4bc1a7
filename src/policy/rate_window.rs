//! The rate limit's slots: how many are in use, and when a call may expect one.

use super::ByNumber;

/// At most `requests` in any `per_ms` milliseconds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RateLimit {
    /// How many; at least 1.
    pub requests: u32,
    /// Milliseconds.
    pub per_ms: f64,
}

/// A lease outlives its attempt by this, so that an attempt that ends by its own timer comes first.
const LEASE_GRACE_MS: f64 = 250.0;

/// How often the first in the queue asks again when only a response can tell when it may go, at least
/// and at most. Such a call is woken when the response comes; asking is for when nobody wakes it.
const MIN_ASK_AGAIN_MS: f64 = 50.0;
const MAX_ASK_AGAIN_MS: f64 = 250.0;

/// The slots in use. A slot is free again one window after its response, since the server counted the
/// request at some time before that; this keeps to fixed and to sliding windows both. The times are a
/// [`Clock`](super::Clock)'s.
#[derive(Debug)]
pub struct RateWindow {
    /// By their calls' numbers.
    leases: ByNumber<Lease>,
    /// No lease ends before.
    next_end: f64,
    /// When each slot is free again whose response has come, the soonest first.
    free_at: Vec<f64>,
    stopped_until: f64,
    /// After a 429 somebody else uses the key too, so one request tries, and each response that is no
    /// 429 lets one more go at the same time.
    max_in_flight: u32,
}

/// The slot of a request in flight. It ends by itself, since the response may never be reported: in
/// Cloudflare Workers a call ends silently when the request that it serves does.
#[derive(Clone, Copy, Debug)]
struct Lease {
    ends_at: f64,
    /// One window after the request left, or after the head of its response came: the server may
    /// have counted it until then.
    free_at: f64,
}

/// When a call may expect its slot.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Expected {
    /// Now.
    Now,
    /// Not before then: exactly then, or later if that depends on a response that has not come.
    NotBefore(f64),
    /// Only a response can tell. Ask again then if nothing happens.
    AfterResponse(f64),
}

impl Expected {
    /// When to ask again.
    pub fn ask_at(self, now: f64) -> f64 {
        match self {
            Expected::Now => now,
            Expected::NotBefore(at) | Expected::AfterResponse(at) => at,
        }
    }

    /// The time before which there is certainly no slot, if there is such a time.
    pub fn not_before(self) -> Option<f64> {
        match self {
            Expected::NotBefore(at) => Some(at),
            Expected::Now | Expected::AfterResponse(_) => None,
        }
    }
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
            free_at: Vec::new(),
            stopped_until: 0.0,
            max_in_flight: u32::MAX,
        }
    }

    /// When the call that has `ahead` others before it in the queue may expect its slot. Theirs are
    /// kept for them.
    pub fn expect(&mut self, now: f64, limit: RateLimit, ahead: usize) -> Expected {
        self.forget_past(now);
        let is_stopped = now < self.stopped_until;
        if is_stopped && ahead == 0 {
            return Expected::NotBefore(self.stopped_until);
        }
        let requests = limit.requests.max(1) as usize;
        if is_stopped || self.leases.len() + ahead >= self.max_in_flight as usize {
            // The further behind, the less often.
            let pause = (limit.per_ms / requests as f64).clamp(MIN_ASK_AGAIN_MS, MAX_ASK_AGAIN_MS)
                * (ahead + 1) as f64;
            return Expected::AfterResponse(self.stopped_until.max(now) + pause);
        }
        // How many slots become free before the call's own does.
        let Some(before) = (self.leases.len() + self.free_at.len() + ahead).checked_sub(requests)
        else {
            return Expected::Now;
        };
        // In each window every slot is used once more. What is in flight may have its response now.
        let (windows, slot) = (before / requests, before % requests);
        let free_at = self.free_at.get(slot).copied().unwrap_or(now + limit.per_ms);
        Expected::NotBefore(free_at + windows as f64 * limit.per_ms)
    }

    /// A call's request leaves; its attempt takes at most `attempt_ms`.
    pub fn take(&mut self, call: u32, now: f64, limit: RateLimit, attempt_ms: f64) {
        let ends_at = now + attempt_ms + LEASE_GRACE_MS;
        let free_at = now + limit.per_ms + LEASE_GRACE_MS;
        self.next_end = self.next_end.min(ends_at);
        self.leases.insert(call, Lease { ends_at, free_at });
    }

    /// The head of the response to a call's request came.
    pub fn responded(&mut self, call: u32, now: f64, limit: RateLimit) {
        if let Some(lease) = self.leases.get_mut(call) {
            lease.free_at = lease.free_at.max(now + limit.per_ms);
        }
    }

    /// A call's request that was to leave did not.
    pub fn give_back(&mut self, call: u32) {
        self.leases.remove(call);
    }

    /// A call's request has its response or its failure; a 429 stops all others for `stop_ms`.
    pub fn settle(&mut self, call: u32, now: f64, limit: RateLimit, stop_ms: Option<f64>) {
        self.give_back(call);
        self.free_at(now + limit.per_ms);
        if let Some(ms) = stop_ms {
            self.stopped_until = self.stopped_until.max(now + ms);
            self.max_in_flight = 1;
        } else if now >= self.stopped_until {
            self.max_in_flight = self.max_in_flight.saturating_add(1);
            if self.max_in_flight > limit.requests {
                self.max_in_flight = u32::MAX;
            }
        }
    }

    /// Whether a new one would do as well.
    pub fn is_idle(&mut self, now: f64) -> bool {
        self.forget_past(now);
        self.leases.is_empty() && self.free_at.is_empty() && now >= self.stopped_until
    }

    /// A slot is free from then on. Clients with other windows may share this: the order is kept.
    fn free_at(&mut self, at: f64) {
        let place = self.free_at.partition_point(|other| *other <= at);
        self.free_at.insert(place, at);
    }

    fn forget_past(&mut self, now: f64) {
        if now >= self.next_end {
            let (mut next_end, mut over) = (f64::INFINITY, Vec::new());
            self.leases.retain(|lease| {
                let is_held = lease.ends_at > now;
                if is_held {
                    next_end = next_end.min(lease.ends_at);
                } else {
                    over.push(lease.free_at);
                }
                is_held
            });
            self.next_end = next_end;
            over.into_iter().for_each(|at| self.free_at(at));
        }
        let free = self.free_at.partition_point(|at| *at <= now);
        self.free_at.drain(..free);
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
            assert_eq!(window.expect(at, LIMIT, 0), Expected::Now);
            window.take(call, at, LIMIT, ATTEMPT_MS);
        }
        window
    }

    #[test]
    fn a_slot_in_flight_is_expected_one_window_from_now_at_the_earliest() {
        let mut window = full(0.0);
        assert_eq!(window.expect(0.0, LIMIT, 0), Expected::NotBefore(100.0));
        assert_eq!(window.expect(30.0, LIMIT, 2), Expected::NotBefore(130.0));
        assert_eq!(window.expect(30.0, LIMIT, 3), Expected::NotBefore(230.0));
    }

    #[test]
    fn a_slot_is_free_one_window_after_its_response() {
        let mut window = full(0.0);
        for call in 0..3 {
            window.settle(call, f64::from(10 * (call + 1)), LIMIT, None);
        }
        assert_eq!(window.expect(99.0, LIMIT, 0), Expected::NotBefore(110.0));
        assert_eq!(window.expect(99.0, LIMIT, 2), Expected::NotBefore(130.0));
        assert_eq!(window.expect(99.0, LIMIT, 3), Expected::NotBefore(210.0));
        assert_eq!(window.expect(99.0, LIMIT, 7), Expected::NotBefore(320.0));
        assert_eq!(window.expect(110.0, LIMIT, 0), Expected::Now);
        window.take(3, 110.0, LIMIT, ATTEMPT_MS);
        assert_eq!(window.expect(110.0, LIMIT, 0), Expected::NotBefore(120.0));
    }

    #[test]
    fn free_slots_are_kept_for_those_ahead() {
        let mut window = RateWindow::default();
        assert_eq!(window.expect(0.0, LIMIT, 2), Expected::Now);
        assert_eq!(window.expect(0.0, LIMIT, 3), Expected::NotBefore(100.0));
    }

    #[test]
    fn a_slot_whose_response_never_comes_is_free_when_its_attempt_is_over() {
        let mut window = full(0.0);
        let over = ATTEMPT_MS + LEASE_GRACE_MS;
        assert_eq!(window.expect(over - 1.0, LIMIT, 0), Expected::NotBefore(over + 99.0));
        assert_eq!(window.expect(over, LIMIT, 0), Expected::Now);
        // A response that comes after all counts from then on.
        window.settle(0, over, LIMIT, None);
        assert_eq!(window.expect(over, LIMIT, 2), Expected::NotBefore(over + 100.0));
    }

    #[test]
    fn a_short_attempt_keeps_its_slot_for_a_window() {
        let mut window = RateWindow::default();
        let limit = RateLimit { requests: 1, per_ms: 3000.0 };
        window.take(0, 0.0, limit, 1.0);
        let over = 1.0 + LEASE_GRACE_MS;
        let free_at = 3000.0 + LEASE_GRACE_MS;
        assert_eq!(window.expect(over, limit, 0), Expected::NotBefore(free_at));
        assert_eq!(window.expect(free_at, limit, 0), Expected::Now);
    }

    #[test]
    fn a_429_stops_all_for_as_long_as_it_says_and_then_lets_one_try() {
        let mut window = full(0.0);
        window.settle(0, 5.0, LIMIT, Some(500.0));
        window.settle(1, 6.0, LIMIT, Some(100.0));
        window.settle(2, 7.0, LIMIT, None);
        assert_eq!(window.expect(200.0, LIMIT, 0), Expected::NotBefore(505.0));
        assert_eq!(
            window.expect(200.0, LIMIT, 1),
            Expected::AfterResponse(505.0 + 2.0 * MIN_ASK_AGAIN_MS)
        );
        assert_eq!(window.expect(505.0, LIMIT, 0), Expected::Now);
        assert_eq!(
            window.expect(505.0, LIMIT, 1),
            Expected::AfterResponse(505.0 + 2.0 * MIN_ASK_AGAIN_MS)
        );
        window.take(3, 505.0, LIMIT, ATTEMPT_MS);
        assert_eq!(
            window.expect(506.0, LIMIT, 0),
            Expected::AfterResponse(506.0 + MIN_ASK_AGAIN_MS)
        );
        window.settle(3, 510.0, LIMIT, None);
        for call in 4..6 {
            assert_eq!(window.expect(510.0, LIMIT, 0), Expected::Now);
            window.take(call, 510.0, LIMIT, ATTEMPT_MS);
        }
        assert_eq!(
            window.expect(510.0, LIMIT, 0),
            Expected::AfterResponse(510.0 + MIN_ASK_AGAIN_MS)
        );
        // Once as many may be in flight as the limit allows, only the limit counts.
        window.settle(4, 511.0, LIMIT, None);
        assert_eq!(window.max_in_flight, 3);
        window.settle(5, 511.0, LIMIT, None);
        assert_eq!(window.max_in_flight, u32::MAX);
    }

    #[test]
    fn the_one_that_tries_after_a_429_holds_up_the_others_no_longer_than_its_attempt() {
        let mut window = RateWindow::default();
        let limit = RateLimit { per_ms: 60_000.0, ..LIMIT };
        window.take(0, 0.0, limit, ATTEMPT_MS);
        window.settle(0, 5.0, limit, Some(500.0));
        window.take(1, 505.0, limit, ATTEMPT_MS);
        let over = 505.0 + ATTEMPT_MS + LEASE_GRACE_MS;
        assert!(matches!(window.expect(over - 1.0, limit, 0), Expected::AfterResponse(_)));
        assert_eq!(window.expect(over, limit, 0), Expected::Now);
        assert_eq!(
            window.expect(over, limit, 1),
            Expected::AfterResponse(over + 2.0 * MAX_ASK_AGAIN_MS)
        );
    }

    #[test]
    fn a_request_lost_while_its_body_is_read_holds_its_slot_for_a_window_after_the_head() {
        let limit = RateLimit { requests: 1, per_ms: 2000.0 };
        let over = ATTEMPT_MS + LEASE_GRACE_MS;
        for (head_at, free_at) in [(100.0, 2250.0), (900.0, 2900.0)] {
            let mut window = RateWindow::default();
            window.take(0, 0.0, limit, ATTEMPT_MS);
            window.responded(0, head_at, limit);
            window.responded(1, head_at, limit);
            assert_eq!(window.expect(over, limit, 0), Expected::NotBefore(free_at));
        }
    }

    #[test]
    fn a_response_during_the_stop_lets_no_more_try() {
        let mut window = full(0.0);
        window.settle(0, 5.0, LIMIT, Some(500.0));
        window.settle(1, 6.0, LIMIT, None);
        assert_eq!(window.max_in_flight, 1);
        window.settle(2, 505.0, LIMIT, None);
        assert_eq!(window.max_in_flight, 2);
    }

    #[test]
    fn each_client_is_judged_by_its_own_limit() {
        let mut window = full(0.0);
        let more = RateLimit { requests: 4, per_ms: 50.0 };
        assert_eq!(window.expect(0.0, more, 0), Expected::Now);
        window.take(3, 0.0, more, ATTEMPT_MS);
        window.settle(0, 0.0, LIMIT, None);
        window.settle(3, 0.0, more, None);
        assert_eq!(window.expect(1.0, more, 0), Expected::NotBefore(50.0));
    }

    #[test]
    fn a_request_that_did_not_leave_gives_its_slot_back() {
        let mut window = full(0.0);
        window.give_back(1);
        assert_eq!(window.expect(0.0, LIMIT, 0), Expected::Now);
        window.give_back(1);
        assert_eq!(window.leases.len(), 2);
    }

    #[test]
    fn is_idle_once_nothing_is_left_to_remember() {
        let mut window = full(0.0);
        assert!(!window.is_idle(99.0));
        for call in 0..3 {
            window.settle(call, 10.0, LIMIT, None);
        }
        assert!(!window.is_idle(109.0));
        assert!(window.is_idle(110.0));
        window.settle(4, 110.0, LIMIT, Some(300.0));
        assert!(!window.is_idle(409.0));
        assert!(window.is_idle(410.0));
    }

    #[test]
    fn asks_again_now_or_at_the_expected_time() {
        assert_eq!(Expected::Now.ask_at(7.0), 7.0);
        assert_eq!(Expected::NotBefore(9.0).ask_at(7.0), 9.0);
        assert_eq!(Expected::AfterResponse(9.0).ask_at(7.0), 9.0);
    }

    #[test]
    fn only_a_known_time_rules_out_a_slot_before_it() {
        assert_eq!(Expected::Now.not_before(), None);
        assert_eq!(Expected::NotBefore(9.0).not_before(), Some(9.0));
        assert_eq!(Expected::AfterResponse(9.0).not_before(), None);
    }
}
