//! Virtual time, a scripted server, and the calls of a process: no test sleeps.

mod driver;
mod plan;
mod run;
mod server;

pub use plan::{Ended, PLAN, Plan, SETTINGS};
pub use run::{World, checked_request, run, run_all, run_one};
pub use server::{ID, Reply, Seen, cut, documented, failed, limited, ok, refused, status};
