//! Virtual time and a scripted server: no test sleeps.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::Rc;

use carecycle_custom_fields::client::{
    Action, Answer, Calls, End, Error, Event, Failure, Found, Moment, Notice, Step, Terms,
};
use carecycle_custom_fields::policy::{ErrorBody, ErrorKind, Limit, Retries};
use carecycle_custom_fields::validation::Raw;

pub const ID: &str = "497f6eca-6276-4993-bfeb-53cbbbba6f08";

/// What a documented answer holds.
pub fn documented() -> Found<'static> {
    let mut fields = vec![Raw::Null; 12];
    for index in [0, 3, 4] {
        fields[index] = Raw::Text(ID);
    }
    fields[5] = Raw::Text("customers");
    Found { fields, error: ErrorBody::default() }
}

/// What the server does with one request.
#[derive(Clone, Debug)]
pub struct Reply {
    pub head_ms: f64,
    pub body_ms: f64,
    pub status: u16,
    pub json: Option<Found<'static>>,
    pub end: End,
    /// No connection: nothing was sent.
    pub refused: bool,
    /// The connection is lost before the head.
    pub cut: bool,
    pub retry_after: Option<f64>,
}

/// Documented answers after 10 ms.
pub fn ok() -> Reply {
    Reply {
        head_ms: 5.0,
        body_ms: 5.0,
        status: 200,
        json: Some(documented()),
        end: End::Whole,
        refused: false,
        cut: false,
        retry_after: None,
    }
}

pub fn status(status: u16) -> Reply {
    let json = Found { fields: Vec::new(), error: ErrorBody::default() };
    Reply { status, json: Some(json), ..ok() }
}

pub fn limited(retry_after: f64) -> Reply {
    let mut reply = status(429);
    if let Some(json) = &mut reply.json {
        json.error.retry_after = Some(retry_after);
    }
    reply
}

pub fn refused() -> Reply {
    Reply { refused: true, ..ok() }
}

/// A request as the server saw it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Seen {
    pub call: usize,
    pub at: f64,
    /// When the client had all of the answer, or gave up.
    pub done: f64,
}

/// Time that passes only when nothing else can happen, a server, and what the calls came to.
#[derive(Default)]
pub struct World {
    now: Cell<f64>,
    /// What the next requests meet; after that, `otherwise`.
    pub script: RefCell<VecDeque<Reply>>,
    pub otherwise: RefCell<Option<Reply>>,
    /// The server's own sliding window: what exceeds it is answered with 429.
    pub window: Cell<Option<Limit>>,
    taken: RefCell<Vec<f64>>,
    pub seen: RefCell<Vec<Seen>>,
    pub created: Cell<usize>,
    pub random: Cell<f64>,
    /// The machine sleeps from the first on, for so many milliseconds as the second says.
    pub sleep: Cell<(f64, f64)>,
}

pub type Outcome = Result<(), Box<Error>>;

impl World {
    pub fn new() -> Rc<World> {
        Rc::new(World::default())
    }

    pub fn now(&self) -> f64 {
        self.now.get()
    }

    pub fn count_429(&self) -> usize {
        self.seen.borrow().len() - self.created.get()
    }

    fn moment(&self) -> Moment {
        let now = self.now();
        Moment { monotonic: now, wall: now, random: self.random.get() }
    }

    /// Goes on to `at`, or to when the machine wakes up. In steps of a power of two, so that no sum of
    /// times is rounded; a timer is never early.
    fn advance(&self, at: f64) {
        let at = (at * 1024.0).ceil() / 1024.0;
        self.now.set(self.now().max(at));
        let (sleep_at, sleep_ms) = self.sleep.get();
        if self.now() >= sleep_at {
            self.now.set(self.now() + sleep_ms);
            self.sleep.set((f64::INFINITY, 0.0));
        }
    }

    fn reply(&self) -> Reply {
        if let Some(reply) = self.script.borrow_mut().pop_front() {
            return reply;
        }
        let now = self.now.get();
        if let Some(Limit { requests, per_ms }) = self.window.get() {
            let mut taken = self.taken.borrow_mut();
            taken.retain(|at| *at > now - per_ms);
            if taken.len() >= requests as usize {
                return limited(((taken[0] + per_ms - now) / 1000.0).ceil());
            }
            taken.push(now);
        }
        self.otherwise.borrow().clone().unwrap_or_else(ok)
    }
}

pub const TERMS: Terms = Terms {
    scope: 0,
    limit: Limit { requests: 0, per_ms: 0.0 },
    timeout_ms: 1000.0,
    deadline_ms: 150_000.0,
    retries: Retries { max: 4, unknown: false },
};

/// A call that is planned.
#[derive(Clone, Copy, Debug)]
pub struct Plan {
    pub start_at: f64,
    pub abort_at: f64,
    pub terms: Terms,
}

pub const PLAN: Plan = Plan { start_at: 0.0, abort_at: f64::INFINITY, terms: TERMS };

/// What a call came to.
#[derive(Debug)]
pub struct Ended {
    pub at: f64,
    pub result: Outcome,
    pub notices: Vec<Notice>,
}

/// What a call waits for. It is over at the earlier of two times, `at` or, with a failure, `stop`.
struct Wait {
    at: f64,
    stop: f64,
    event: Event<'static>,
    failure: Failure,
}

/// One call, in place of the package's `Host`.
struct Host {
    plan: Plan,
    wait: Option<Wait>,
    reply: Reply,
    /// When the attempt's time is over.
    ends_at: f64,
    /// Its last request's place in `seen`.
    place: usize,
    notices: Vec<Notice>,
    ended: Option<Ended>,
}

const ABORTED: Failure = Failure { kind: ErrorKind::Abort, sent: false, status: None };

impl Host {
    /// The answer comes after its head and its body, unless the attempt's time or the signal comes first.
    fn attempt(&mut self, now: f64) {
        let Reply { head_ms, body_ms, status, cut, json, end, retry_after, .. } =
            self.reply.clone();
        let head_at = now + head_ms;
        let json = json.filter(|_| end == End::Whole);
        let (at, event) = match status {
            _ if cut => {
                let kind = ErrorKind::Connection;
                (head_at, Event::Failed(Failure { kind, sent: true, status: None }))
            }
            0 | 300..=399 => {
                let answer = Answer { status, json: None, end: End::Whole, retry_after: None };
                (head_at, Event::Answer(answer))
            }
            _ => (head_at + body_ms, Event::Answer(Answer { status, json, end, retry_after })),
        };
        let aborted = self.plan.abort_at <= self.ends_at;
        let kind = if aborted { ErrorKind::Abort } else { ErrorKind::Timeout };
        let stop = self.plan.abort_at.min(self.ends_at);
        let status = (stop >= head_at).then_some(status);
        self.wait = Some(Wait { at, stop, event, failure: Failure { kind, sent: true, status } });
    }

    /// Does what the call asks for; what it gives came at once.
    fn perform(&mut self, world: &World, call: usize, action: Action) -> Option<Event<'static>> {
        let now = world.now();
        match action {
            Action::Pause { ms, notice } => {
                self.notices.extend(notice);
                let failure = Failure { kind: ErrorKind::Timeout, sent: true, status: None };
                let event = Event::Failed(failure);
                let stop = self.plan.abort_at;
                self.wait = Some(Wait { at: now + ms, stop, event, failure: ABORTED });
            }
            Action::Send { .. } if self.plan.abort_at <= now => {
                return Some(Event::Failed(ABORTED));
            }
            Action::Send { ms } => {
                self.reply = world.reply();
                self.place = world.seen.borrow().len();
                self.ends_at = now + ms;
                world.seen.borrow_mut().push(Seen { call, at: now, done: f64::INFINITY });
                if self.reply.refused {
                    self.done(world);
                    let kind = ErrorKind::Connection;
                    let failure = Failure { kind, sent: false, status: None };
                    return Some(Event::Failed(failure));
                }
                if matches!(self.reply.status, 200..=299) {
                    world.created.set(world.created.get() + 1);
                }
                self.attempt(now);
            }
            Action::End(result) => {
                self.wait = None;
                let notices = std::mem::take(&mut self.notices);
                self.ended = Some(Ended { at: now, result, notices });
            }
        }
        None
    }

    fn done(&self, world: &World) {
        if let Some(seen) = world.seen.borrow_mut().get_mut(self.place) {
            seen.done = world.now();
        }
    }

    fn due(&self) -> f64 {
        let wait = self.wait.as_ref().map_or(f64::INFINITY, |wait| wait.at.min(wait.stop));
        if self.ended.is_some() { f64::INFINITY } else { wait }
    }

    /// How what it waits for ended, and that it did.
    fn ended_wait(&mut self, world: &World) -> Option<Event<'static>> {
        let Wait { at, stop, event, failure } = self.wait.take()?;
        if failure.sent {
            self.done(world);
            return Some(if at <= stop { event } else { Event::Failed(failure) });
        }
        // A pause that ends after a sleep, in which the signal came too.
        Some(if stop <= world.now() { Event::Failed(failure) } else { event })
    }
}

/// Runs calls side by side to their end, in the order of their plans. Panics where one waits for ever.
pub fn run_all(world: &Rc<World>, limit: Option<Limit>, plans: &[Plan]) -> Vec<Ended> {
    let mut calls = Calls::new();
    calls.is_idle(world.moment());
    let mut hosts: Vec<Host> = plans.iter().map(|plan| host(*plan)).collect();
    let mut unstarted: Vec<usize> = (0..plans.len()).collect();
    loop {
        // What is due, in the order of the plans.
        for index in unstarted.extract_if(.., |index| plans[*index].start_at <= world.now()) {
            let limit = limit.unwrap_or(TERMS.limit);
            let terms = Terms { limit, ..plans[index].terms };
            let step = calls.start(index as u32, terms, world.moment());
            drive(world, &mut calls, &mut hosts, index, step);
        }
        for index in 0..hosts.len() {
            if hosts[index].due() <= world.now()
                && let Some(event) = hosts[index].ended_wait(world)
            {
                let step = calls.step(index as u32, event, world.moment());
                drive(world, &mut calls, &mut hosts, index, step);
            }
        }
        let starts = unstarted.iter().map(|index| plans[*index].start_at);
        let next = hosts.iter().map(Host::due).chain(starts).fold(f64::INFINITY, f64::min);
        if next.is_infinite() {
            break;
        }
        world.advance(next);
    }
    let ended: Vec<_> = hosts.into_iter().filter_map(|host| host.ended).collect();
    assert_eq!(ended.len(), plans.len(), "a call waits for ever");
    let last = ended.iter().map(|ended| ended.at).fold(0.0, f64::max);
    let per_ms = limit.map_or(0.0, |limit| limit.per_ms);
    world.advance(last + per_ms + 1e9);
    assert!(calls.is_idle(world.moment()), "a slot or a call leaked");
    ended
}

fn host(plan: Plan) -> Host {
    let (wait, notices, ended) = (None, Vec::new(), None);
    Host { plan, wait, reply: ok(), ends_at: 0.0, place: usize::MAX, notices, ended }
}

fn drive(
    world: &World,
    calls: &mut Calls,
    hosts: &mut [Host],
    mut index: usize,
    mut step: Option<Step>,
) {
    let mut wake = None;
    loop {
        let mut event = None;
        if let Some(Step { action, wake: next }) = step {
            wake = next.or(wake);
            event = hosts[index].perform(world, index, action);
        }
        let event = event.or_else(|| {
            index = wake.take()? as usize;
            Some(Event::Wake)
        });
        let Some(event) = event else { return };
        step = calls.step(index as u32, event, world.moment());
    }
}

/// One call without pacing.
pub fn run_one(world: &Rc<World>, plan: Plan) -> Ended {
    run_all(world, None, &[plan]).remove(0)
}
