import type { Browser, BrowserContext, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect } from "vitest";
import { openBrowser } from "./browser.ts";
import { type Stub, startStub } from "./stub.ts";

export interface Visit {
  readonly stub: Stub;
  /** Opens a page in a context of its own; the context ends with the test. */
  open(path: string, options?: BrowserContextOptions): Promise<Page>;
}

/** Gives the tests of a file one browser and one stub; `address` tells of another server to visit instead. A page that throws or breaks its content policy fails its test. */
export function visits(address?: () => string): Visit {
  let browser: Browser;
  let stub: Stub;
  let contexts: BrowserContext[] = [];
  let problems: string[] = [];

  beforeAll(async () => {
    browser = await openBrowser();
    stub = await startStub();
  });
  afterAll(async () => {
    await browser?.close();
    await stub?.close();
  });
  beforeEach(() => {
    stub.overrides.clear();
    stub.failures.clear();
    stub.asked.length = 0;
    stub.posted.length = 0;
    problems = [];
  });
  afterEach(async () => {
    await Promise.all(contexts.map((context) => context.close()));
    contexts = [];
    expect(problems).toEqual([]);
  });

  return {
    get stub() {
      return stub;
    },
    async open(path, options = {}) {
      const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: "zh-CN", ...options });
      contexts.push(context);
      const page = await context.newPage();
      page.on("pageerror", (error) => problems.push(String(error)));
      page.on("console", (message) => {
        // Chromium reports every answer above 399 here; some tests ask for one.
        if (message.type() === "error" && !message.text().includes("responded with a status of"))
          problems.push(message.text());
      });
      await page.goto((address?.() ?? stub.url) + path);
      return page;
    },
  };
}
