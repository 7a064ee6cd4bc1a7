/** What the command's exit code says; `--help` tells the same. */
export const EXIT = {
  created: 0,
  notCreated: 1,
  usage: 2,
  unknown: 3,
  failed: 4,
  interrupted: 130,
} as const;

/** What goes wrong, in our own words: its message goes to a person, as no other error's does. */
export class CommandError extends Error {}

/** The command cannot do what it was asked: nothing was sent. */
export class UsageError extends CommandError {
  constructor(
    message: string,
    /** What is wrong in particular, where that is more than one thing. */
    readonly details: readonly string[] = [],
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** Wraps an unforeseen error when rows may have been sent already. */
export class LateError extends Error {
  constructor(override readonly cause: unknown) {
    super("failed after rows were sent");
  }
}
