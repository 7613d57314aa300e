const LOOK_MS = 500;

/**
 * Ends this process as SIGTERM does where npm, or npx, started it and is gone: npm passes the signal on to a shell between, which ends
 * without passing it on, and a board would keep its port for ever.
 */
export function endWithNpm(): void {
  const { npm_command: command, npm_lifecycle_event: script } = process.env;
  if (command !== "exec" && script !== "start") return;
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    process.kill(process.pid, "SIGTERM");
  }, LOOK_MS);
  timer.unref();
}
