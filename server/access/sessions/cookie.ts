const COOKIE = "jiheng_session";
const TOKEN = /(?:^|;\s*)jiheng_session=([\w-]{43})(?:;|$)/;

/** The token a browser brought, if it has the form of one. */
export const tokenIn = (cookies: string | undefined): string | null => TOKEN.exec(cookies ?? "")?.[1] ?? null;

/** The cookie that keeps a token until the browser is closed; `secure` where people come over https. */
export const cookieOf = (token: string, secure: boolean): string =>
  `${COOKIE}=${token}; Path=/; HttpOnly; SameSite=Strict${secure ? "; Secure" : ""}`;

/** The cookie that takes it away. */
export const noCookie = (secure: boolean): string => `${cookieOf("", secure)}; Max-Age=0`;
