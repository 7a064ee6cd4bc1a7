/** The command's exit codes, which `--help` explains. */
export const EXIT = {
  created: 0,
  notCreated: 1,
  usage: 2,
  unknown: 3,
  failed: 4,
  interrupted: 130,
} as const;

/** An error in our own words. Its message is shown to the user, unlike that of any other error. */
export class CommandError extends Error {}

/** The arguments or a file cannot be used: nothing was sent. */
export class UsageError extends CommandError {
  constructor(
    message: string,
    /** The individual problems, if there are several. */
    readonly details: readonly string[] = [],
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** Wraps an unexpected error that occurred when rows may have been sent. */
export class ErrorAfterSending extends Error {
  constructor(override readonly cause: unknown) {
    super("failed after rows were sent");
  }
}
