import os from "node:os";
import path from "node:path";
import { fail } from "./errors.ts";

/** A name or address of this machine only, as it stands in a URL or is listened on. */
export const LOOPBACK_NAME = /^(localhost|127(\.\d{1,3}){3}|\[?::1\]?)$/;

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
    about: "address to listen on; beyond loopback put TLS before it and name its addresses in JIHENG_ORIGINS",
  },
  port: { env: "JIHENG_PORT", fallback: "8720", about: "port to listen on" },
  threads: { env: "JIHENG_THREADS", fallback: "", about: "DuckDB threads; default: all cores" },
  memory: { env: "JIHENG_MEMORY", fallback: "", about: "DuckDB memory limit, as 8GB; default: half of the machine" },
  maxBytes: {
    env: "JIHENG_MAX_BYTES",
    fallback: "68719476736",
    about: "largest batch accepted, in bytes after unpacking",
  },
  origins: {
    env: "JIHENG_ORIGINS",
    fallback: "",
    about: "addresses people reach the server by, comma-separated: https://jiheng.example.cn; loopback always is one",
  },
  proxy: {
    env: "JIHENG_PROXY",
    fallback: "",
    about: "address of the proxy before the server, whose X-Forwarded-For is believed",
  },
  idleMinutes: {
    env: "JIHENG_IDLE_MINUTES",
    fallback: "30",
    about: "minutes without a request until one is signed out",
  },
  sessionHours: { env: "JIHENG_SESSION_HOURS", fallback: "12", about: "hours after which everybody signs in again" },
} as const satisfies Record<string, { env: string; fallback: string; about: string }>;

export interface Config {
  dataDir: string;
  keyFile: string;
  host: string;
  port: number;
  threads: number;
  memory: string;
  maxBytes: number;
  origins: readonly string[];
  proxy: string;
  idleMinutes: number;
  sessionHours: number;
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
    origins: overrides.origins ?? originsOf(setting("origins")),
    proxy: overrides.proxy ?? setting("proxy"),
    idleMinutes: overrides.idleMinutes ?? positive("idleMinutes", setting("idleMinutes")),
    sessionHours: overrides.sessionHours ?? positive("sessionHours", setting("sessionHours")),
  };
}

/** An origin in the form browsers send it. Beyond loopback only https: passwords and cookies would pass in the clear. @throws config.invalid */
function originsOf(text: string): string[] {
  const given = text.split(",").map((origin) => origin.trim());
  return given
    .filter((origin) => origin !== "")
    .map((origin) => {
      const url = URL.parse(origin);
      const safe = url?.protocol === "https:" || (url?.protocol === "http:" && LOOPBACK_NAME.test(url.hostname));
      if (url && safe && url.pathname === "/" && url.search === "" && url.hash === "" && url.username === "")
        return url.origin;
      throw fail("config.invalid", {
        name: settings.origins.env,
        expected: "https://name or https://name:port, comma-separated",
        got: origin.slice(0, 100),
      });
    });
}

function positive(name: "idleMinutes" | "sessionHours", text: string): number {
  const value = Number(text);
  if (value > 0 && value <= 1000) return value;
  throw fail("config.invalid", {
    name: settings[name].env,
    expected: "a number above 0, at most 1000",
    got: text.slice(0, 40),
  });
}
