import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect } from "vitest";
import { openBrowser } from "./browser.ts";
import { type Stub, startStub } from "./stub.ts";

export interface Visit {
  readonly stub: Stub;
  /** Opens a page as nobody has used it: without storage or cookies, in the media that the options name. Motion is reduced unless they say otherwise. */
  open(path: string, options?: BrowserContextOptions): Promise<Page>;
}

/** A window that tests use one after the other: a new one for each would compile every script again. */
interface Window {
  page: Page;
  options: BrowserContextOptions;
}

/** Gives the tests of a file one browser and one stub; `address` tells of another server to visit instead. A page that throws or breaks its content policy fails its test. */
export function visits(address?: () => string): Visit {
  let browser: Browser;
  let stub: Stub;
  const free = new Map<string, Window[]>();
  const used: Window[] = [];
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
    for (const window of used.splice(0)) {
      await forget(window);
      const alike = JSON.stringify(window.options);
      free.set(alike, [...(free.get(alike) ?? []), window]);
    }
    expect(problems).toEqual([]);
  });

  async function newWindow(options: BrowserContextOptions): Promise<Window> {
    const context = await browser.newContext(options);
    const page = await context.newPage();
    page.on("pageerror", (error) => problems.push(String(error)));
    page.on("console", (message) => {
      // Chromium reports every answer above 399 here; some tests ask for one.
      if (message.type() === "error" && !message.text().includes("responded with a status of"))
        problems.push(message.text());
    });
    return { page, options };
  }

  return {
    get stub() {
      return stub;
    },
    async open(path, special = {}) {
      const options = {
        viewport: { width: 1440, height: 900 },
        locale: "zh-CN",
        reducedMotion: "reduce",
        ...special,
      } as const;
      const window = free.get(JSON.stringify(options))?.pop() ?? (await newWindow(options));
      used.push(window);
      await window.page.goto((address?.() ?? stub.url) + path);
      return window.page;
    },
  };
}

/** Leaves nothing of a test in its window: no storage, no cookies, no other tabs, no other media. */
async function forget({ page, options }: Window): Promise<void> {
  const context = page.context();
  for (const other of context.pages()) if (other !== page) await other.close();
  await page.evaluate(() => {
    localStorage.clear();
    sessionStorage.clear();
  });
  await page.goto("about:blank");
  await context.clearCookies();
  const { colorScheme = "light", reducedMotion = null, viewport } = options;
  await page.emulateMedia({ colorScheme, reducedMotion, media: null });
  if (viewport) await page.setViewportSize(viewport);
}
