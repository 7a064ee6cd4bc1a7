//! The queue of calls that share a rate limit.

use std::cell::RefCell;
use std::task::Waker;

use super::platform::{Notice, Paused, Platform, Wait};
use crate::policy::{Limit, Pace};

/// Lets calls go in the order of their tickets, within the rate limit. All clients with one key and
/// one server share one.
#[derive(Default)]
pub struct Pacer(RefCell<Inner>);

#[derive(Default)]
struct Inner {
    pace: Pace,
    tickets: u64,
    /// In the order of their tickets.
    waiting: Vec<Waiting>,
    /// Where in it the first is that still waits; those before it are gone.
    first: usize,
}

struct Waiting {
    ticket: u64,
    waker: Option<Waker>,
    woken: bool,
    gone: bool,
}

impl Inner {
    fn first(&mut self) -> Option<&mut Waiting> {
        self.waiting.get_mut(self.first)
    }

    /// Where a call waits, or else belongs.
    fn place(&self, ticket: u64) -> Result<usize, usize> {
        self.waiting.binary_search_by_key(&ticket, |call| call.ticket)
    }

    fn wait(&mut self, ticket: u64) {
        let place = match self.place(ticket) {
            Ok(place) => place,
            Err(place) => {
                let call = Waiting { ticket, waker: None, woken: false, gone: false };
                self.waiting.insert(place, call);
                place
            }
        };
        if let Some(call) = self.waiting.get_mut(place) {
            call.gone = false;
        }
        self.first = self.first.min(place);
    }

    /// Those that are gone stay in their places until they are the half: each leaves in constant time.
    fn leave(&mut self, ticket: u64) {
        let place = self.place(ticket);
        if let Some(call) = place.ok().and_then(|place| self.waiting.get_mut(place)) {
            call.gone = true;
            call.waker = None;
        }
        while self.first().is_some_and(|call| call.gone) {
            self.first += 1;
        }
        if self.first * 2 > self.waiting.len() {
            self.waiting = self.waiting.split_off(self.first);
            self.first = 0;
        }
    }
}

/// Why a call got no turn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NoTurn {
    /// The caller's signal.
    Aborted,
    /// There is none before the call's deadline.
    Late,
}

impl Pacer {
    /// A place in the order, kept for all attempts of a call.
    pub(super) fn ticket(&self) -> u64 {
        let mut inner = self.0.borrow_mut();
        inner.tickets += 1;
        inner.tickets
    }

    /// Waits until a request of the call may leave, and takes its slot.
    pub(super) async fn turn(
        &self,
        platform: &impl Platform,
        limit: Limit,
        ticket: u64,
        ends_at: f64,
    ) -> Result<(), NoTurn> {
        let mut told = false;
        loop {
            let now = platform.now();
            // After a sleep a slot may be free and the deadline past: then nothing is sent.
            let asked =
                if now < ends_at { self.ask(limit, ticket, now) } else { Some((false, now)) };
            let Some((is_first, earliest)) = asked else { return Ok(()) };
            // Whoever is not first goes no sooner than the first.
            if now >= ends_at || (earliest.is_finite() && earliest > ends_at) {
                self.leave(ticket);
                return Err(NoTurn::Late);
            }
            let until = if is_first { earliest.min(ends_at) } else { ends_at };
            let notice = Notice { wait: Wait::RateLimit, ms: earliest - now };
            let notice = (!std::mem::replace(&mut told, true)).then_some(notice);
            let woken = |waker: &Waker| self.is_woken(ticket, waker);
            if platform.pause(until - now, notice, woken).await == Paused::Aborted {
                self.leave(ticket);
                return Err(NoTurn::Aborted);
            }
        }
    }

    /// The request that had its turn met its answer or its failure; a 429 stops all for `stop_ms`.
    pub(super) fn settled(&self, now: f64, limit: Limit, stop_ms: Option<f64>) {
        self.0.borrow_mut().pace.settled(now, limit, stop_ms);
        self.wake_first();
    }

    /// The request that had its turn did not leave.
    pub(super) fn unsent(&self) {
        self.0.borrow_mut().pace.unsent();
        self.wake_first();
    }

    /// Whether a new one would do as well.
    pub fn is_idle(&self, now: f64) -> bool {
        let inner = self.0.borrow();
        inner.waiting.len() == inner.first && inner.pace.is_idle(now)
    }

    /// Takes a slot; where there is none, queues and tells whether the call is the first in the queue
    /// and when the first may go.
    fn ask(&self, limit: Limit, ticket: u64, now: f64) -> Option<(bool, f64)> {
        let mut inner = self.0.borrow_mut();
        let earliest = inner.pace.earliest(now, limit);
        let is_first = inner.first().is_none_or(|first| ticket <= first.ticket);
        if is_first && earliest <= now {
            inner.pace.sent();
            drop(inner);
            self.leave(ticket);
            return None;
        }
        inner.wait(ticket);
        Some((is_first, earliest))
    }

    fn leave(&self, ticket: u64) {
        self.0.borrow_mut().leave(ticket);
        self.wake_first();
    }

    fn wake_first(&self) {
        let waker = self.0.borrow_mut().first().and_then(|first| {
            first.woken = true;
            first.waker.take()
        });
        if let Some(waker) = waker {
            waker.wake();
        }
    }

    /// Whether the call should ask again; if not, `waker` is called when it should.
    fn is_woken(&self, ticket: u64, waker: &Waker) -> bool {
        let mut inner = self.0.borrow_mut();
        let place = inner.place(ticket);
        let Some(call) = place.ok().and_then(|place| inner.waiting.get_mut(place)) else {
            return true;
        };
        call.waker = Some(waker.clone());
        std::mem::take(&mut call.woken)
    }
}
