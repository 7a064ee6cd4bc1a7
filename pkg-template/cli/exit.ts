/** What the command's exit code says; `--help` tells the same. */
export const EXIT = {
  created: 0,
  notCreated: 1,
  usage: 2,
  unknown: 3,
  interrupted: 130,
} as const;

/** The command cannot do what it was asked: nothing was sent. Its message goes to a person. */
export class UsageError extends Error {}
