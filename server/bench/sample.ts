/** A settlement as text cells under official core names. */
export type Sample = Record<string, string>;

const FUND_SHARE = 0.6;

/**
 * `count` plain cross-province stays, all different, for proofs that need records rather than realism.
 * Money satisfies the identities; nothing in them is a real person or institution.
 */
export function sampleSettlements(count: number, first = 1): Sample[] {
  return Array.from({ length: count }, (_, i) => {
    const n = first + i;
    const total = 10_000 + ((n * 7919) % 90_000);
    const fund = Math.round(total * FUND_SHARE);
    const day = String(1 + (n % 27)).padStart(2, "0");
    return {
      setl_id: `S${n}`,
      mdtrt_id: `M${n}`,
      medins_setl_id: `X${n}`,
      psn_no: `P${n % 1000}`,
      insutype: n % 3 === 0 ? "390" : "310",
      insu_admdvs: ["410100", "340100", "130100", "360100"][n % 4]!,
      fix_blng_admdvs: ["110000", "310000", "320100"][n % 3]!,
      fixmedins_code: `H1101010${String(n % 50).padStart(4, "0")}`,
      hosp_lv: "02",
      begndate: `2021-03-${day}`,
      enddate: `2021-03-${day}`,
      setl_time: `2021-03-${day} 10:00:00`,
      med_type: "21",
      setl_type: "2",
      medfee_sumamt: `${total}.00`,
      inscp_amt: `${total}.00`,
      fulamt_ownpay_amt: "0.00",
      overlmt_selfpay: "0.00",
      preselfpay_amt: "0.00",
      hifp_pay: `${fund}.00`,
      fund_pay_sumamt: `${fund}.00`,
      psn_pay: `${total - fund}.00`,
      cash_payamt: `${total - fund}.00`,
      refd_setl_flag: "0",
      vali_flag: "1",
      out_flag: "1",
      updt_time: `2021-03-${day} 10:00:00`,
    };
  });
}

/** The records as a CSV file. */
export function toCsv(rows: readonly Sample[]): string {
  const names = Object.keys(rows[0] ?? {});
  return `${[names.join(","), ...rows.map((row) => names.map((name) => row[name]).join(","))].join("\n")}\n`;
}
