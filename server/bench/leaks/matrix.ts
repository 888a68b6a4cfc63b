import type { App } from "../../app.ts";
import type { Principal } from "../../store/principal.ts";
import { type Answer, ask } from "./asking.ts";
import { foreignMarks, type Mark, marksIn } from "./marks.ts";
import { foreignNames, nobody, ownNames } from "./names.ts";
import type { Named, Names, Question } from "./question.ts";
import type { Viewer } from "./viewer.ts";
import type { World } from "./world.ts";

/** Names that stand for a record alone; the others are values of many. */
const ids: readonly Named[] = ["claim", "settlement", "finding", "notice", "person"];

/** What came of all cells. */
export interface MatrixCounts {
  cells: number;
  asked: number;
  "own cells with rows": number;
  "refused for want of a permission": number;
  "foreign names asked": number;
}

/** Every question asked by every viewer: with his own names, with foreign ones and with none, each answer held against what he may know. */
export class Matrix {
  readonly counts: MatrixCounts = {
    cells: 0,
    asked: 0,
    "own cells with rows": 0,
    "refused for want of a permission": 0,
    "foreign names asked": 0,
  };
  readonly failures: string[] = [];
  readonly #app: App;
  readonly #world: World;
  readonly #scratch: string;
  readonly #be: (principal: Principal) => void;

  /** @param be makes the application answer to this principal from now on */
  constructor(app: App, world: World, scratch: string, be: (principal: Principal) => void) {
    this.#app = app;
    this.#world = world;
    this.#scratch = scratch;
    this.#be = be;
  }

  async look(viewer: Viewer, questions: readonly Question[]): Promise<void> {
    this.#be(viewer.principal);
    const { scope } = viewer.principal;
    const own = ownNames(this.#world, scope);
    const marks = foreignMarks(this.#world.marks, scope);
    for (const question of questions) {
      this.counts.cells++;
      const allowed = await this.#own(viewer, question, own, marks);
      if (!allowed) continue;
      for (const name of question.uses ?? []) await this.#foreign(viewer, question, name, own, marks);
    }
  }

  /** Whether the viewer may ask this at all. */
  async #own(viewer: Viewer, question: Question, own: Names | null, marks: readonly Mark[]): Promise<boolean> {
    const names = own ?? nobody;
    const answer = await this.#ask(question, names);
    this.#scan(viewer, question, answer, marks, []);
    const { permissions, scope } = viewer.principal;
    if (answer.error?.code === "access.denied") {
      this.counts["refused for want of a permission"]++;
      if (permissions.has(answer.error.details.permission as never))
        this.#fail(viewer, question, "denied what is held");
      return false;
    }
    if (question.nation && !scope.all) {
      if (answer.error?.code !== "access.nation_only")
        this.#fail(viewer, question, `told outside of the nation: ${answer.status}`);
      return false;
    }
    const reached = answer.status < 300 || (question.also ?? []).includes(answer.status);
    const lacks = (question.uses ?? []).some((name) => names[name] === nobody[name]);
    if (!reached && !lacks)
      this.#fail(viewer, question, `its own answers ${answer.status} ${answer.text.slice(0, 160)}`);
    if (!question.rows || !viewer.demand || lacks || answer.status >= 300) return true;
    if (question.rows(answer.body as never, answer.text) > 0) this.counts["own cells with rows"]++;
    else this.#fail(viewer, question, "its own answer holds nothing");
    return true;
  }

  async #foreign(viewer: Viewer, question: Question, name: Named, own: Names | null, marks: readonly Mark[]) {
    const { scope } = viewer.principal;
    const foreign = (["far", "near"] as const).flatMap((distance) => {
      const names = distance === "far" || ids.includes(name) ? foreignNames(this.#world, scope, distance) : null;
      return names && names[name] !== nobody[name] ? [names] : [];
    });
    if (foreign.length === 0) return;
    const none = await this.#ask(question, swapped(own ?? nobody, name, nobody));
    const untold = plain(none, nobody[name]);
    for (const names of foreign) {
      this.counts["foreign names asked"]++;
      const asked = await this.#ask(question, swapped(own ?? nobody, name, names));
      this.#scan(viewer, question, asked, marks, [names[name]]);
      const told = plain(asked, names[name]);
      if (told !== untold)
        this.#fail(
          viewer,
          question,
          `a foreign ${name} is answered ${told.slice(0, 200)}, none ${untold.slice(0, 200)}`,
        );
    }
  }

  async #ask(question: Question, names: Names): Promise<Answer> {
    this.counts.asked++;
    return ask(this.#app, question, names, this.#scratch);
  }

  /** @param said what the request said itself, which an answer may repeat */
  #scan(viewer: Viewer, question: Question, { status, text }: Answer, marks: readonly Mark[], said: readonly string[]) {
    if (status >= 500) this.#fail(viewer, question, `fails: ${text.slice(0, 200)}`);
    const rest = said.reduce((all, each) => all.replaceAll(each, "?"), text);
    const [found, ...more] = marksIn(rest, marks);
    if (!found) return;
    const at = rest.indexOf(found.text);
    const around = rest.slice(Math.max(0, at - 80), at + 40);
    this.#fail(viewer, question, `LEAK of ${found.what} ${found.text} and ${more.length} more: …${around}…`);
  }

  #fail({ label }: Viewer, { route }: Question, what: string): void {
    this.failures.push(`${label}, ${route}: ${what}`);
  }
}

function swapped(names: Names, name: Named, others: Names): Names {
  const hash = { finding: "evidenceHash", notice: "noticeHash" } as const;
  const also = name === "finding" || name === "notice" ? { [hash[name]]: others[hash[name]] } : {};
  return { ...names, [name]: others[name], ...also };
}

/** An answer without the name that was asked for, moments and the ids of figures. */
function plain({ status, text }: Answer, name: string): string {
  return `${status} ${text
    .replaceAll(name, "?")
    .replace(/\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d[.\d]*Z?/g, "@")
    .replace(/"id":"[\w-]+\.[0-9a-f]{8}"/g, '"id":"#"')}`;
}
