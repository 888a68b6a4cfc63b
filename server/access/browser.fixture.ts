import type { App } from "../app.ts";

type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
type Answer = Awaited<ReturnType<App["inject"]>>;

/** A browser on an application without a network: it keeps its cookie, and its page the word of its session. */
export class Browser {
  cookie = "";
  csrf = "";
  readonly #app: App;
  readonly address: string;

  constructor(app: App, address = "127.0.0.1") {
    this.#app = app;
    this.address = address;
  }

  async ask(
    method: Method,
    url: string,
    payload?: object | string,
    headers: Record<string, string> = {},
  ): Promise<Answer> {
    const own = {
      host: "127.0.0.1:8720",
      ...(this.cookie ? { cookie: this.cookie } : {}),
      ...(this.csrf && method !== "GET" ? { "x-csrf-token": this.csrf } : {}),
      ...(typeof payload === "string" ? { "content-type": "application/json" } : {}),
    };
    const remoteAddress = this.address;
    const answer = await this.#app.inject({
      ...{ method, url, remoteAddress, headers: { ...own, ...headers } },
      ...(payload === undefined ? {} : { payload }),
    });
    const [cookie] = [answer.headers["set-cookie"] ?? []].flat();
    if (cookie !== undefined) this.cookie = /^jiheng_session=[^;]+/.exec(cookie)?.[0] ?? "";
    if (answer.statusCode === 200 && url.startsWith("/api/session")) this.csrf = answer.json().csrf ?? this.csrf;
    if (!this.cookie) this.csrf = "";
    return answer;
  }

  signIn(account: string, password: string): Promise<Answer> {
    return this.ask("POST", "/api/session", { account, password });
  }

  /** In the demo. */
  signInAs(account: string): Promise<Answer> {
    return this.ask("POST", "/api/session/demo", { account });
  }
}

/** What an answer refuses by: status and code. */
export const refusalOf = (answer: Answer): [number, string] => [answer.statusCode, answer.json().error?.code];
