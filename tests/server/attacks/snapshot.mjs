/** The peers' cells as they were measured. */
import { fileURLToPath } from "node:url";

export const SNAPSHOT = fileURLToPath(
  new URL("peers.snapshot.json", import.meta.url),
);
