import { EXIT } from "../exit.js";
import { codeOf } from "../files.js";
import { writeLine } from "./output.js";

/** The reader is gone, or the terminal. */
const LEFT = ["EPIPE", "ECONNRESET", "ERR_STREAM_DESTROYED"];

/**
 * Keeps output that cannot be written from stopping the rows in flight and the journal. Readers may
 * leave; any other failure, such as a full disk, is shown by the exit code.
 */
export function watchOutput(): void {
  const { stdout, stderr } = process;
  let hasFailed = false;
  const watch = (stream: NodeJS.WriteStream, name: string) =>
    stream.on("error", (error) => {
      const code = codeOf(error);
      if (LEFT.includes(code) || (code === "EIO" && stream.isTTY)) return;
      if (hasFailed) return;
      hasFailed = true;
      writeLine(
        stderr,
        `carecycle-custom-fields: ${name} cannot be written: ${code}. The import continues.`,
      );
    });
  watch(stdout, "standard output");
  watch(stderr, "standard error");
  process.on("exit", (code) => {
    const isFine = code === EXIT.created || code === EXIT.notCreated;
    if (hasFailed && isFine) process.exitCode = EXIT.failed;
  });
}
