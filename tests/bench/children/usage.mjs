/** `--import usage.mjs`: says at a process's end what memory it took at most. */
process.on("exit", () => {
  const peak = process.resourceUsage().maxRSS * 1024;
  process.stderr.write(JSON.stringify({ peak }));
});
