/** What the system calls an error. Its message is not shown. */
export const codeOf = (error: unknown): string =>
  (error as { code?: string }).code ?? "error";
