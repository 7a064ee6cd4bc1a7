//! Virtual time and a scripted server: no test sleeps.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::future::{Future, poll_fn};
use std::rc::Rc;
use std::task::{Poll, Waker};

use carecycle_custom_fields::client::{
    Answer, Body, Document, End, Error, Failure, Notice, Pacer, Paused, Platform, Terms, create,
};
use carecycle_custom_fields::policy::{ErrorBody, ErrorKind, Limit, Retries};
use carecycle_custom_fields::validation::{
    CheckedRequest, Raw, RawBody, UnknownFields, check_request,
};
use futures_executor::LocalPool;
use futures_executor::LocalSpawner;
use futures_util::task::LocalSpawnExt;

pub const ID: &str = "497f6eca-6276-4993-bfeb-53cbbbba6f08";

#[derive(Clone, Debug, PartialEq)]
pub struct Json {
    pub fields: Vec<Raw>,
    pub error: ErrorBody,
}

impl Document for Json {
    fn response_fields(&self) -> Vec<Raw> {
        self.fields.clone()
    }
    fn error_body(&self) -> ErrorBody {
        self.error.clone()
    }
}

/// What a documented answer holds.
pub fn documented() -> Json {
    let mut fields = vec![Raw::Null; 12];
    for index in [0, 3, 4] {
        fields[index] = Raw::Text(ID.into());
    }
    fields[5] = Raw::Text("customers".into());
    Json { fields, error: ErrorBody::default() }
}

/// What the server does with one request.
#[derive(Clone, Debug)]
pub struct Reply {
    pub head_ms: f64,
    pub body_ms: f64,
    pub status: u16,
    pub json: Option<Json>,
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
    let json = Json { fields: Vec::new(), error: ErrorBody::default() };
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
    timers: RefCell<Vec<(f64, Waker)>>,
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

/// One call in the world.
pub struct Call {
    pub world: Rc<World>,
    pub index: usize,
    pub abort_at: f64,
    pub notices: RefCell<Vec<Notice>>,
}

pub type Outcome = Result<Json, Box<Error>>;

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

    async fn until(&self, at: f64) {
        poll_fn(|context| {
            if self.now.get() >= at {
                return Poll::Ready(());
            }
            if at.is_finite() {
                self.timers.borrow_mut().push((at, context.waker().clone()));
            }
            Poll::Pending
        })
        .await;
    }

    /// Goes on to the next time at which something can happen.
    fn advance(&self) -> bool {
        let mut timers = self.timers.borrow_mut();
        let next = timers.iter().map(|(at, _)| *at).fold(f64::INFINITY, f64::min);
        if next.is_infinite() {
            return false;
        }
        self.now.set(self.now.get().max(next));
        let (sleep_at, sleep_ms) = self.sleep.get();
        if self.now.get() >= sleep_at {
            self.now.set(self.now.get() + sleep_ms);
            self.sleep.set((f64::INFINITY, 0.0));
        }
        let now = self.now.get();
        let (due, later): (Vec<_>, Vec<_>) = timers.drain(..).partition(|(at, _)| *at <= now);
        *timers = later;
        drop(timers);
        due.into_iter().for_each(|(_, waker)| waker.wake());
        true
    }

    /// Runs all that is spawned to its end. Panics where something waits for ever.
    pub fn run(&self, pool: &mut LocalPool, is_done: impl Fn() -> bool) {
        loop {
            pool.run_until_stalled();
            if is_done() {
                return;
            }
            assert!(self.advance(), "a call waits for ever");
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

impl Call {
    /// Waits for `ms`, but no longer than for the attempt's end or the signal.
    async fn attempt(&self, ms: f64, ends_at: f64) -> Result<(), Failure> {
        let at = self.world.now() + ms;
        let stop = ends_at.min(self.abort_at);
        self.world.until(at.min(stop)).await;
        if at <= stop {
            return Ok(());
        }
        let aborted = self.abort_at <= ends_at;
        let kind = if aborted { ErrorKind::Abort } else { ErrorKind::Timeout };
        Err(Failure { kind, sent: true })
    }
}

impl<'a> Platform for &'a Call {
    type Answer = Answered<'a>;

    fn now(&self) -> f64 {
        self.world.now()
    }

    fn random(&self) -> f64 {
        self.world.random.get()
    }

    async fn pause(
        &self,
        ms: f64,
        notice: Option<Notice>,
        mut woken: impl FnMut(&Waker) -> bool,
    ) -> Paused {
        self.notices.borrow_mut().extend(notice);
        let at = self.world.now() + ms;
        let mut until = Box::pin(self.world.until(at.min(self.abort_at)));
        let slept = poll_fn(|context| {
            if woken(context.waker()) {
                return Poll::Ready(false);
            }
            until.as_mut().poll(context).map(|()| true)
        });
        let aborted = slept.await && self.abort_at <= self.world.now();
        if aborted { Paused::Aborted } else { Paused::Over }
    }

    async fn send(&self, request: &CheckedRequest, ms: f64) -> Result<Answered<'a>, Failure> {
        assert_eq!(request.customer_id(), ID);
        let now = self.world.now();
        if self.abort_at <= now {
            return Err(Failure { kind: ErrorKind::Abort, sent: false });
        }
        let reply = self.world.reply();
        let place = self.world.seen.borrow().len();
        self.world.seen.borrow_mut().push(Seen { call: self.index, at: now, done: f64::INFINITY });
        let done = |now| self.world.seen.borrow_mut()[place].done = now;
        let ends_at = now + ms;
        if reply.refused {
            done(self.world.now());
            return Err(Failure { kind: ErrorKind::Connection, sent: false });
        }
        if matches!(reply.status, 200..=299) {
            self.world.created.set(self.world.created.get() + 1);
        }
        let head = self.attempt(reply.head_ms, ends_at).await;
        done(self.world.now());
        head?;
        if reply.cut {
            return Err(Failure { kind: ErrorKind::Connection, sent: true });
        }
        Ok(Answered { call: self, reply, ends_at, place })
    }
}

pub struct Answered<'a> {
    call: &'a Call,
    reply: Reply,
    ends_at: f64,
    place: usize,
}

impl Answer for Answered<'_> {
    type Document = Json;

    fn status(&self) -> u16 {
        self.reply.status
    }

    async fn read(&self) -> Result<Body<Json>, Failure> {
        let read = self.call.attempt(self.reply.body_ms, self.ends_at).await;
        self.call.world.seen.borrow_mut()[self.place].done = self.call.world.now();
        read?;
        let Reply { json, end, retry_after, .. } = self.reply.clone();
        Ok(Body { json: json.filter(|_| end == End::Whole), end, retry_after })
    }
}

pub const TERMS: Terms = Terms {
    timeout_ms: 1000.0,
    deadline_ms: 150_000.0,
    retries: Retries { max: 4, unknown: false },
};

pub fn request() -> CheckedRequest {
    let body = RawBody::Object(vec![Raw::Text(ID.into())], Vec::new());
    check_request(Raw::Text(ID.into()), body, UnknownFields::Refuse).unwrap()
}

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

/// Runs calls side by side to their end, in the order of their plans.
pub fn run_all(world: &Rc<World>, limit: Option<Limit>, plans: &[Plan]) -> Vec<Ended> {
    let mut pool = LocalPool::new();
    let pacer = Rc::new(Pacer::default());
    let results: Rc<RefCell<Vec<Option<Ended>>>> = Rc::default();
    results.borrow_mut().resize_with(plans.len(), || None);
    for (index, plan) in plans.iter().enumerate() {
        let (world, pacer, results) = (world.clone(), pacer.clone(), results.clone());
        let plan = *plan;
        spawn(&pool.spawner(), async move {
            world.until(plan.start_at).await;
            let notices = RefCell::default();
            let call = Call { world: world.clone(), index, abort_at: plan.abort_at, notices };
            let pacer = limit.map(|limit| (&*pacer, limit));
            let result = create(&&call, pacer, &request(), plan.terms).await;
            let ended = Ended { at: world.now(), result, notices: call.notices.into_inner() };
            results.borrow_mut()[index] = Some(ended);
        });
    }
    world.run(&mut pool, || results.borrow().iter().all(Option::is_some));
    let ended: Vec<_> = results.borrow_mut().drain(..).flatten().collect();
    let last = ended.iter().map(|ended| ended.at).fold(0.0, f64::max);
    assert!(pacer.is_idle(last + limit.map_or(0.0, |limit| limit.per_ms) + 1e9), "a slot leaked");
    ended
}

fn spawn(spawner: &LocalSpawner, future: impl Future<Output = ()> + 'static) {
    spawner.spawn_local(future).unwrap();
}

/// One call without pacing.
pub fn run_one(world: &Rc<World>, plan: Plan) -> Ended {
    run_all(world, None, &[plan]).remove(0)
}
