//! Runs calls side by side to their end.

use std::collections::BTreeMap;

use carecycle_custom_fields::client::{BodyEnd, CallQueue, Moment, Step, Waker};
use carecycle_custom_fields::contract::CREATE_CUSTOM_FIELD_VALUE;
use carecycle_custom_fields::policy::RateLimit;
use carecycle_custom_fields::validation::{
    CheckedRequest, Raw, RawBody, UnknownFields, check_request,
};

use super::driver::{Doing, Driver, Due, Report};
use super::plan::{Ended, Plan};
use super::server::{ID, Reply, Server};

/// Time that passes only when nothing else can happen, and a server.
pub struct World {
    now: f64,
    clock: f64,
    /// How fast the clock that the core sees runs; timers are faked if it is not 1.
    pub clock_speed: f64,
    /// The machine sleeps from the first on, for so many milliseconds as the second says.
    pub sleep: (f64, f64),
    pub random: f64,
    pub server: Server,
}

impl World {
    pub fn new() -> World {
        let (sleep, server) = ((f64::INFINITY, 0.0), Server::default());
        World { now: 0.0, clock: 0.0, clock_speed: 1.0, sleep, random: 0.0, server }
    }

    /// A world whose server replies this to the first requests.
    pub fn scripted(replies: impl IntoIterator<Item = Reply>) -> World {
        let mut world = World::new();
        world.server.script.extend(replies);
        world
    }

    /// A world whose server limits requests in a sliding window.
    pub fn limited(window: RateLimit) -> World {
        let mut world = World::new();
        world.server.window = Some(window);
        world
    }

    fn moment(&self) -> Moment {
        Moment { monotonic: self.clock, wall: self.clock, random: self.random }
    }

    /// Goes on to `at`, or to when the machine wakes up. In steps of a power of two, so that no sum of
    /// times is rounded.
    fn advance(&mut self, at: f64) {
        let at = (at * 1024.0).ceil() / 1024.0;
        self.pass(at - self.now);
        let (sleep_at, sleep_ms) = self.sleep;
        if self.now >= sleep_at {
            self.sleep.0 = f64::INFINITY;
            self.pass(sleep_ms);
        }
    }

    fn pass(&mut self, ms: f64) {
        self.now += ms.max(0.0);
        self.clock += ms.max(0.0) * self.clock_speed;
    }
}

/// A valid request: what a call is started with.
pub fn checked_request() -> CheckedRequest {
    let body = RawBody::Object { fields: vec![Raw::Text(ID.into())], unknown: Vec::new() };
    let id = Raw::Text(ID.into());
    check_request(&CREATE_CUSTOM_FIELD_VALUE, &[id], &body, UnknownFields::Refuse).unwrap()
}

struct Run<'a> {
    world: &'a mut World,
    queue: CallQueue,
    drivers: Vec<Driver>,
    /// The drivers of the core's numbers.
    index_of: BTreeMap<u32, usize>,
    /// By time, and in the order in which they were added: a driver, its generation, its report.
    agenda: BTreeMap<(u64, u64), (usize, u32, Report)>,
    added: u64,
}

impl Run<'_> {
    fn add(&mut self, index: usize, due: Due) {
        for (at, report) in due.into_iter().filter(|(at, _)| at.is_finite()) {
            // The bits of positive numbers are in the numbers' order.
            let key = (at.max(self.world.now).to_bits(), self.added);
            self.agenda.insert(key, (index, self.drivers[index].generation, report));
            self.added += 1;
        }
    }

    fn report(&mut self, index: usize, generation: u32, report: Report) {
        let world = &mut *self.world;
        let driver = &mut self.drivers[index];
        driver.is_lost |= driver.plan.lost_at <= world.now;
        if driver.generation != generation || driver.is_lost {
            return;
        }
        let report = driver.resumed(report, &mut world.server, world.now);
        let moment = world.moment();
        let queue = &mut self.queue;
        let call = driver.call.unwrap_or(u32::MAX);
        let step = match report {
            Report::Start => {
                let (call, step) = queue.start(checked_request(), driver.plan.settings, moment);
                driver.call = Some(call);
                self.index_of.insert(call, index);
                step
            }
            Report::Timer => queue.woken(call, Waker::Timer, moment),
            Report::Woken => queue.woken(call, Waker::Call, moment),
            Report::Responded(head) => queue.responded(call, head, moment),
            Report::Read => {
                let (end, json) = match &driver.reply {
                    Some(reply) => (reply.end, reply.json.clone()),
                    None => (BodyEnd::Lost, None),
                };
                queue.read(call, end, json.filter(|_| end == BodyEnd::Whole), moment)
            }
            Report::Failed(failure) => queue.failed(call, failure, None, moment),
            Report::TimedOut => queue.timed_out(call, moment),
            Report::Aborted { sent } => queue.aborted(call, sent, moment),
        };
        self.follow(index, step);
    }

    fn follow(&mut self, index: usize, step: Step) {
        let (world, driver) = (&mut *self.world, &mut self.drivers[index]);
        let due = driver.perform(index, step.action, &mut world.server, world.now);
        self.add(index, due);
        if let Some(call) = step.wake {
            self.wake(self.index_of[&call]);
        }
    }

    /// Ends a call's wait; the call goes on in its own turn.
    fn wake(&mut self, index: usize) {
        let now = self.world.now;
        let driver = &mut self.drivers[index];
        assert!(driver.ended.is_none(), "woke a call that has ended");
        driver.is_lost |= driver.plan.is_lost_when_woken || driver.plan.lost_at <= now;
        if driver.is_lost {
            return;
        }
        assert!(
            matches!(driver.doing, Doing::Waiting | Doing::Resuming),
            "woke a call that does not wait"
        );
        if let (Some(ms), Doing::Waiting) = (driver.plan.woken_after, &driver.doing) {
            driver.doing = Doing::Resuming;
            driver.generation += 1;
            self.add(index, vec![(now + ms, Report::Woken)]);
        }
    }
}

/// Runs calls side by side, in the order of their plans; those that were lost on the way have no end.
/// Panics if a call waits for ever, or if anything of them is left in the core.
pub fn run(world: &mut World, limit: Option<RateLimit>, plans: &[Plan]) -> Vec<Option<Ended>> {
    let mut run = Run {
        world,
        queue: CallQueue::default(),
        drivers: Vec::new(),
        index_of: BTreeMap::new(),
        agenda: BTreeMap::new(),
        added: 0,
    };
    // The core's clock begins with its first reading.
    run.queue.is_idle(run.world.moment());
    for (index, plan) in plans.iter().enumerate() {
        let mut plan = *plan;
        plan.settings.rate_limit = limit.or(plan.settings.rate_limit);
        run.drivers.push(Driver::new(plan));
        run.add(index, vec![(plan.start_at, Report::Start)]);
    }
    while let Some(((at, _), (index, generation, report))) = run.agenda.pop_first() {
        run.world.advance(f64::from_bits(at));
        run.report(index, generation, report);
    }
    let Run { world, mut queue, drivers, .. } = run;
    world.clock_speed = 1.0;
    let resume_at = world.now;
    world.advance(resume_at + 1e9);
    assert!(queue.is_idle(world.moment()), "a slot or a call leaked");
    world.now = resume_at;
    drivers
        .into_iter()
        .map(|driver| {
            assert!(driver.ended.is_some() || driver.is_lost, "a call waits for ever");
            driver.ended
        })
        .collect()
}

/// Runs calls of which none is lost.
pub fn run_all(world: &mut World, limit: Option<RateLimit>, plans: &[Plan]) -> Vec<Ended> {
    run(world, limit, plans).into_iter().map(|ended| ended.unwrap()).collect()
}

/// Runs one call without a rate limit.
pub fn run_one(world: &mut World, plan: Plan) -> Ended {
    run_all(world, None, &[plan]).remove(0)
}
