//! One call's embedder: it does what the call asks for, by timers of its own.

use carecycle_custom_fields::client::{Action, Failure, Head, Notice};

use carecycle_custom_fields::contract::ErrorReport;

use super::plan::{Ended, Plan};
use super::server::{Reply, Seen, Server};

/// What a driver reports to the core.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Report {
    Start,
    Timer,
    Woken,
    Responded(Head),
    Read,
    Failed(Failure),
    TimedOut,
    Aborted { sent: bool },
}

/// Reports with their times. The first one counts; of two at the same time, the first in the list.
pub(super) type Due = Vec<(f64, Report)>;

#[derive(Debug, PartialEq)]
pub(super) enum Doing {
    Nothing,
    Waiting,
    /// Another call ended the wait; the call has not resumed yet.
    Resuming,
    Sent,
}

pub(super) struct Driver {
    pub(super) plan: Plan,
    /// The core's number.
    pub(super) call: Option<u32>,
    /// Reports of earlier actions are out of date.
    pub(super) generation: u32,
    pub(super) doing: Doing,
    pub(super) is_lost: bool,
    pub(super) reply: Option<Reply>,
    head_at: f64,
    ends_at: f64,
    /// Its last request's place in `Server::seen`.
    place: usize,
    waits: usize,
    notices: Vec<Notice>,
    pub(super) ended: Option<Ended>,
}

impl Driver {
    pub(super) fn new(plan: Plan) -> Driver {
        Driver {
            plan,
            call: None,
            generation: 0,
            doing: Doing::Nothing,
            is_lost: false,
            reply: None,
            head_at: 0.0,
            ends_at: 0.0,
            place: usize::MAX,
            waits: 0,
            notices: Vec::new(),
            ended: None,
        }
    }

    /// What is reported in fact: a timer that fires after the signal finds it aborted.
    pub(super) fn resumed(&mut self, report: Report, server: &mut Server, now: f64) -> Report {
        let is_wait = matches!(self.doing, Doing::Waiting | Doing::Resuming);
        if self.doing == Doing::Sent
            && let Some(seen) = server.seen.get_mut(self.place)
        {
            seen.done = now;
        }
        if is_wait && self.plan.abort_at <= now { Report::Aborted { sent: false } } else { report }
    }

    /// Does what the call asks for.
    pub(super) fn perform(
        &mut self,
        index: usize,
        action: Action,
        server: &mut Server,
        now: f64,
    ) -> Due {
        self.generation += 1;
        match action {
            Action::Wait { ms, notice } => {
                assert!(ms.is_finite() && ms >= 0.0, "a wait of {ms}");
                self.waits += 1;
                self.notices.extend(notice);
                self.doing = Doing::Waiting;
                vec![
                    (now + ms + self.plan.late_ms, Report::Timer),
                    (self.plan.abort_at, Report::Aborted { sent: false }),
                ]
            }
            Action::Send { .. } if self.plan.abort_at <= now => {
                self.doing = Doing::Nothing;
                vec![(now, Report::Aborted { sent: false })]
            }
            Action::Send { within_ms } => self.send(index, within_ms, server, now),
            Action::Read { .. } => {
                let body_ms = self.reply.as_ref().map_or(0.0, |reply| reply.body_ms);
                self.or_stop(self.head_at + body_ms, Report::Read)
            }
            Action::Resolve => self.end(Ok(()), now),
            Action::Reject(error) => self.end(Err(error), now),
        }
    }

    fn send(&mut self, call: usize, within_ms: f64, server: &mut Server, now: f64) -> Due {
        assert!(within_ms.is_finite() && within_ms > 0.0, "an attempt within {within_ms}");
        let reply = server.reply(now);
        self.doing = Doing::Sent;
        self.place = server.seen.len();
        server.seen.push(Seen { call, at: now, within_ms, done: f64::INFINITY });
        self.head_at = now + reply.head_ms;
        self.ends_at = now + within_ms;
        let Reply { status, is_json, retry_after, .. } = reply;
        let head = Head { status, is_json, retry_after };
        let failure = reply.failure;
        self.reply = Some(reply);
        match failure {
            Some(failure @ (Failure::NotSent | Failure::Untrusted)) => {
                vec![(now, Report::Failed(failure))]
            }
            Some(failure) => self.or_stop(self.head_at, Report::Failed(failure)),
            None => self.or_stop(self.head_at, Report::Responded(head)),
        }
    }

    fn or_stop(&self, at: f64, report: Report) -> Due {
        vec![
            (at, report),
            (self.plan.abort_at, Report::Aborted { sent: true }),
            (self.ends_at, Report::TimedOut),
        ]
    }

    fn end(&mut self, result: Result<(), Box<ErrorReport>>, at: f64) -> Due {
        self.doing = Doing::Nothing;
        let notices = std::mem::take(&mut self.notices);
        self.ended = Some(Ended { at, result, notices, waits: self.waits });
        Vec::new()
    }
}
