//! The boundary inside a real JavaScript engine. The tests say in JavaScript what a user passes and what
//! a server responds, and drive each call as the package's TypeScript does.

mod calls;
mod definition;
mod driver;
mod exports;
mod javascript;
mod objects;
mod request;
mod response;
mod sent;
mod uuid;
mod waits;
