import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { Config } from "../../config.ts";

const child = fileURLToPath(new URL("serve-child.ts", import.meta.url));

/** A server of its own process. */
export class Served {
  readonly address: string;
  /** The machine's own user asks with it. */
  readonly token: string;
  readonly #process: ChildProcess;
  readonly #ended: Promise<unknown>;

  private constructor(process_: ChildProcess, { port, token }: { port: number; token: string }) {
    this.#process = process_;
    this.#ended = once(process_, "exit");
    this.address = `http://127.0.0.1:${port}`;
    this.token = token;
  }

  /** @param jobs whether it also runs commands. @throws TypeError where it ends before it listens */
  static async start({ dataDir, keyFile }: Config, { jobs = false } = {}): Promise<Served> {
    const env = { ...process.env, JIHENG_DATA: dataDir, JIHENG_KEY_FILE: keyFile };
    const process_ = spawn(process.execPath, [child, ...(jobs ? ["jobs"] : [])], {
      env,
      stdio: ["ignore", "pipe", "inherit"],
    });
    const listening = new Promise<{ port: number; token: string }>((resolve, reject) => {
      let said = "";
      process_.stdout.on("data", (text: Buffer) => {
        said += text.toString();
        const [, told] = /^listening (.*)\n/m.exec(said) ?? [];
        if (told !== undefined) resolve(JSON.parse(told));
      });
      process_.once("exit", (code) =>
        reject(new TypeError(`the server ended with ${code} before it listened: ${said}`)),
      );
    });
    return new Served(process_, await listening);
  }

  /** kill −9; done when it is gone. */
  async kill(): Promise<void> {
    this.#process.kill("SIGKILL");
    await this.#ended;
  }

  async stop(): Promise<void> {
    if (this.#process.exitCode === null && this.#process.signalCode === null) this.#process.kill("SIGTERM");
    await this.#ended;
  }
}
