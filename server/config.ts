import os from "node:os";
import path from "node:path";

/**
 * Every setting once: default, environment name and meaning. The command line may override `dataDir` and `port`;
 * the README lists them from here (a test compares).
 */
export const settings = {
  dataDir: { env: "JIHENG_DATA", fallback: ".data", about: "data folder: database, journal, encrypted raw batches" },
  keyFile: {
    env: "JIHENG_KEY_FILE",
    fallback: "",
    about: "key file; default: the data folder's name + .key, beside it",
  },
  host: {
    env: "JIHENG_HOST",
    fallback: "127.0.0.1",
    about: "address to listen on; only loopback until accounts exist",
  },
  port: { env: "JIHENG_PORT", fallback: "8720", about: "port to listen on" },
  threads: { env: "JIHENG_THREADS", fallback: "", about: "DuckDB threads; default: all cores" },
  memory: { env: "JIHENG_MEMORY", fallback: "", about: "DuckDB memory limit, as 8GB; default: half of the machine" },
  maxBytes: {
    env: "JIHENG_MAX_BYTES",
    fallback: "68719476736",
    about: "largest batch accepted, in bytes after unpacking",
  },
} as const satisfies Record<string, { env: string; fallback: string; about: string }>;

export interface Config {
  dataDir: string;
  keyFile: string;
  host: string;
  port: number;
  threads: number;
  memory: string;
  maxBytes: number;
}

/** Reads the settings: explicit overrides first, then the environment, then the defaults. */
export function readConfig(overrides: Partial<Config> = {}, env: NodeJS.ProcessEnv = process.env): Config {
  const setting = (name: keyof typeof settings) => env[settings[name].env] || settings[name].fallback;
  const dataDir = path.resolve(overrides.dataDir ?? setting("dataDir"));
  return {
    dataDir,
    keyFile: path.resolve(overrides.keyFile ?? (setting("keyFile") || `${dataDir}.key`)),
    host: overrides.host ?? setting("host"),
    port: overrides.port ?? Number(setting("port")),
    threads: overrides.threads ?? (Number(setting("threads")) || os.availableParallelism()),
    memory: overrides.memory ?? (setting("memory") || `${Math.max(1, Math.floor(os.totalmem() / 2 ** 31))}GB`),
    maxBytes: overrides.maxBytes ?? Number(setting("maxBytes")),
  };
}
