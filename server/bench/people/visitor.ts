/** What a server answered. */
export interface Answer<T = Record<string, unknown>> {
  status: number;
  body: T;
}

export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

/** A person at a browser: a session cookie, and the word that acts go with. */
export class Visitor {
  readonly account: string;
  readonly #address: string;
  #cookie = "";
  #csrf = "";

  private constructor(address: string, account: string) {
    this.#address = address;
    this.account = account;
  }

  /** Signs in as an account of the demo. @throws TypeError where it is not let in */
  static async signIn(address: string, account: string): Promise<Visitor> {
    const visitor = new Visitor(address, account);
    const { status, body } = await visitor.ask<{ csrf: string }>("POST", "/api/session/demo", { account });
    if (status !== 200) throw new TypeError(`${account} was not let in: ${status} ${JSON.stringify(body)}`);
    visitor.#csrf = body.csrf;
    return visitor;
  }

  /** @throws TypeError of fetch where nobody answers */
  async ask<T = Record<string, unknown>>(method: Method, path: string, payload?: object): Promise<Answer<T>> {
    const headers: Record<string, string> = { cookie: this.#cookie, "x-csrf-token": this.#csrf };
    if (payload !== undefined) headers["content-type"] = "application/json";
    const answer = await fetch(this.#address + path, {
      ...{ method, headers },
      ...(payload === undefined ? {} : { body: JSON.stringify(payload) }),
    });
    const [cookie] = answer.headers.getSetCookie();
    if (cookie !== undefined) this.#cookie = cookie.split(";")[0]!;
    const text = await answer.text();
    return { status: answer.status, body: (text === "" ? {} : JSON.parse(text)) as T };
  }

  /** The body of what has to be there. @throws TypeError for another answer than 200 */
  async get<T>(path: string): Promise<T> {
    const { status, body } = await this.ask<T>("GET", path);
    if (status !== 200) throw new TypeError(`GET ${path}: ${status} ${JSON.stringify(body).slice(0, 400)}`);
    return body;
  }
}
