//! All calls of a process, and what they share.

use super::call::{Call, Terms};
use super::event::{Action, Event, Moment};
use super::pacer::Pacer;
use crate::policy::Clock;

/// All calls under way, by the numbers that the platform gives them, and the pacers: one for each key
/// and server, which a number stands for too, so that no key is in here.
#[derive(Debug)]
pub struct Calls {
    calls: Vec<Option<Box<Call>>>,
    /// With their scopes.
    pacers: Vec<(u32, Pacer)>,
    tickets: u64,
    clock: Clock,
}

impl Default for Calls {
    fn default() -> Self {
        Calls::new()
    }
}

/// What to do next.
#[derive(Debug)]
pub struct Step {
    /// What the call asks for.
    pub action: Action,
    /// A call to tell [`Event::Wake`] when that is done.
    pub wake: Option<u32>,
}

impl Calls {
    /// None yet.
    pub const fn new() -> Calls {
        Calls { calls: Vec::new(), pacers: Vec::new(), tickets: 0, clock: Clock::new() }
    }

    /// Starts a call whose request was checked. The number must be free.
    pub fn start(&mut self, id: u32, terms: Terms, moment: Moment) -> Option<Step> {
        self.tickets += 1;
        let now = self.clock.read(moment.monotonic, moment.wall);
        let call = Call::new(id, terms, self.tickets, now);
        if self.calls.len() <= id as usize {
            self.calls.resize_with(id as usize + 1, || None);
        }
        *self.calls.get_mut(id as usize)? = Some(Box::new(call));
        self.step(id, Event::Wake, moment)
    }

    /// Tells a call what happened. Nothing comes of it where the call is over or does not wait for it.
    pub fn step(&mut self, id: u32, event: Event, moment: Moment) -> Option<Step> {
        let slot = self.calls.get_mut(id as usize)?;
        let call = slot.as_mut()?;
        let mut now = self.clock.read(moment.monotonic, moment.wall);
        // A timer may be early by as long as the event loop was busy when it was set, so it is
        // believed only where the clock stood still or was set back.
        if let Some((began, over)) = call.paused(&event)
            && now <= began
        {
            self.clock.at_least(over);
            now = over;
        }
        let Terms { scope, limit, .. } = call.terms;
        let mut pacer = match limit.requests {
            0 => None,
            _ => pacer_of(&mut self.pacers, scope, now),
        };
        let action = call.step(pacer.as_deref_mut(), event, now, moment.random)?;
        if let Action::End(_) = action {
            *slot = None;
        }
        Some(Step { action, wake: pacer.and_then(Pacer::woken) })
    }

    /// Whether there is nothing left to remember.
    pub fn is_idle(&self, moment: Moment) -> bool {
        let now = { self.clock }.read(moment.monotonic, moment.wall);
        self.calls.iter().all(Option::is_none)
            && self.pacers.iter().all(|(_, pacer)| pacer.is_idle(now))
    }
}

/// The pacer of a scope. Those with nothing left to remember are forgotten, since a process may see
/// any number of keys.
fn pacer_of(pacers: &mut Vec<(u32, Pacer)>, scope: u32, now: f64) -> Option<&mut Pacer> {
    let found = pacers.iter().position(|(of, _)| *of == scope);
    if found.is_none() {
        while let Some(idle) = pacers.iter().position(|(_, pacer)| pacer.is_idle(now)) {
            pacers.swap_remove(idle);
        }
        pacers.push((scope, Pacer::default()));
    }
    let (_, pacer) = match found {
        Some(found) => pacers.get_mut(found)?,
        None => pacers.last_mut()?,
    };
    Some(pacer)
}
