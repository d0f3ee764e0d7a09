// A screen in memory where there is none.
import { spawn } from "node:child_process";
import { once } from "node:events";

/** The display to draw on, and a way to be done with it. */
export async function openDisplay() {
  if (process.env.DISPLAY) return { name: process.env.DISPLAY, close: async () => {} };
  const args = ["-displayfd", "1", "-screen", "0", "1400x1000x24", "-nolisten", "tcp"];
  const server = spawn("Xvfb", args, { stdio: ["ignore", "pipe", "ignore"] });
  const [number] = await Promise.race([
    once(server.stdout, "data"),
    once(server, "error").then(([error]) => {
      throw new Error(`Xvfb did not start: ${error.message}`);
    }),
  ]);
  const close = async () => {
    server.kill();
    if (server.exitCode === null) await once(server, "exit");
  };
  return { name: `:${String(number).trim()}`, close };
}
