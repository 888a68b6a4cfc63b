import { existsSync } from "node:fs";
import { cp, mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { inject } from "vitest";
import { type Config, readConfig } from "../config.ts";
import type { BatchRecord, RowCounts } from "../intake/batch.ts";
import type { LoadStep } from "../intake/intake.ts";
import { nationalPrincipal } from "../store/principal.ts";
import { type Sql, sql } from "../store/sql.ts";
import { catchUp } from "./after-load.ts";
import { type House, openHouse } from "./house.ts";

/**
 * A data folder of its own for one test, and a house in it that can be closed, damaged and opened again. It begins as a copy of an empty house
 * with its key: making the tables and facts of one takes ten times as long.
 */
export class TestHouse {
  readonly root: string;
  readonly config: Config;
  house!: House;
  /** The clock of sessions and locks; a test may set it. */
  clock: Date | null = null;

  readonly #derive: boolean;
  readonly now = () => this.clock ?? new Date();

  private constructor(root: string, derive: boolean) {
    this.root = root;
    this.#derive = derive;
    this.config = configIn(root);
  }

  /** `derive: false`: without facts, for tests that look at batches only. */
  static async open({ derive = true } = {}): Promise<TestHouse> {
    const root = await mkdtemp(path.join(os.tmpdir(), "jiheng-test-"));
    await cp(await emptyHouse(derive), root, { recursive: true });
    const test = new TestHouse(root, derive);
    await test.reopen();
    return test;
  }

  async reopen(onStep?: (step: LoadStep) => void): Promise<House> {
    await this.house?.close();
    this.house = await openHouse(this.config, {
      ...{ what: "test", derive: this.#derive, passwordCost: CHEAP, now: this.now },
      ...(onStep ? { onStep } : {}),
    });
    return this.house;
  }

  async close(): Promise<void> {
    await this.house.close();
    await rm(this.root, { recursive: true, force: true });
  }

  /** Writes a file and loads it. */
  async load(
    name: string,
    content: string | Uint8Array,
    want: { layout?: string; table?: string } = {},
  ): Promise<BatchRecord[]> {
    const file = path.join(this.root, name);
    await writeFile(file, content);
    const records = await this.house.intake.load({
      input: file,
      source: name,
      reporter: "unknown",
      actor: "test",
      ...want,
    });
    if (this.#derive) await catchUp(this.house.database);
    return records;
  }

  rows<T>(statement: Sql): Promise<T[]> {
    return this.house.database.read(nationalPrincipal, (reader) => reader.rows<T>(statement));
  }

  /** One hash over the business columns of every current settlement, whatever order they stand in. */
  async stateHash(): Promise<string> {
    const [row] = await this.rows<{ hash: string }>(
      sql`select bit_xor(hash(s))::varchar as hash
          from (select * exclude (batch_from, batch_to) from settlement where batch_to is null) as s`,
    );
    return row?.hash ?? "";
  }
}

/** Passwords that a test waits for no longer than it has to. */
const CHEAP = { memory: 64, passes: 2 };

function configIn(root: string): Config {
  return readConfig({ dataDir: path.join(root, "data"), threads: 1, memory: "1GB" }, {});
}

/** A folder with an empty house (`data`, `data.key`), closed; made by the first of the run that asks for it. Of several at once the first one stays. */
export async function emptyHouse(derive: boolean): Promise<string> {
  const folder = path.join(inject("houseTemplates"), derive ? "with-facts" : "without-facts");
  if (existsSync(folder)) return folder;
  const own = await mkdtemp(`${folder}.`);
  const house = await openHouse(configIn(own), { what: "template", derive });
  await house.close();
  await rename(own, folder).catch(async (cause: NodeJS.ErrnoException) => {
    if (cause.code !== "ENOTEMPTY" && cause.code !== "EEXIST") throw cause;
    await rm(own, { recursive: true });
  });
  return folder;
}

export function counts({ read, accepted, duplicate, replaced, rejected }: RowCounts): RowCounts {
  return { read, accepted, duplicate, replaced, rejected };
}

const BASE = {
  setl_id: "S1",
  mdtrt_id: "M1",
  psn_no: "P1",
  psn_cert_type: "01",
  certno: "990101199001011230",
  psn_name: "示例甲",
  insutype: "310",
  insu_admdvs: "410100",
  fix_blng_admdvs: "110000",
  fixmedins_code: "H11010100001",
  fixmedins_name: "示例医院",
  hosp_lv: "02",
  begndate: "2021-03-01",
  enddate: "2021-03-09",
  setl_time: "2021-03-09 10:00:00",
  med_type: "21",
  setl_type: "2",
  medfee_sumamt: "48500.00",
  fulamt_ownpay_amt: "1500.00",
  overlmt_selfpay: "2000.00",
  preselfpay_amt: "2800.00",
  inscp_amt: "42200.00",
  crt_dedc: "900.00",
  act_pay_dedc: "900.00",
  hifp_pay: "36757.00",
  fund_pay_sumamt: "36757.00",
  psn_pay: "11743.00",
  acct_pay: "1000.00",
  cash_payamt: "10743.00",
  refd_setl_flag: "0",
  vali_flag: "1",
  updt_time: "2021-03-09 10:00:00",
};

export type SettlementRow = Partial<typeof BASE>;

/** A settlement file in official core names; each row overrides what differs from a plain stay. */
export function settlementCsv(rows: readonly SettlementRow[]): string {
  const names = Object.keys(BASE);
  const lines = rows.map((row, i) => {
    const full: Record<string, string> = { ...BASE, setl_id: `S${i + 1}`, mdtrt_id: `M${i + 1}`, ...row };
    return names.map((name) => full[name]).join(",");
  });
  return `${[names.join(","), ...lines].join("\n")}\n`;
}
