//! Is the value there now?

/// Is the value there now? In the order of what weighs more: of several attempts' outcomes the
/// largest is the call's. Their numbers cross to the package's JavaScript (`pkg-template/src/parts.ts`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// Nothing left this process.
    NotSent,
    /// The server answered without doing it.
    Rejected,
    /// Bytes may have left and no answer settles it.
    Unknown,
    /// The server said that it did it.
    Created,
}

/// What a status alone says. The contract: a 4xx did not create the value, a 5xx may have.
pub fn outcome_of_status(status: u16) -> Outcome {
    match status {
        200..=299 => Outcome::Created,
        300..=499 => Outcome::Rejected,
        _ => Outcome::Unknown,
    }
}
