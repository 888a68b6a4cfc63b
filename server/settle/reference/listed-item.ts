import type { CatalogueItem } from "../../../datasets/catalogue/columns.ts";

/** An item of the national list as proofs need it: class 甲, of any day, without limit; `more` says what is otherwise. */
export function listedItem(item_code: string, source: string, more: Partial<CatalogueItem>): CatalogueItem {
  return {
    area: "000000",
    item_code,
    item_name: item_code,
    list_type: "101",
    item_class: "01",
    charge_class: "09",
    specification: "",
    dosage_form: "",
    unit: "盒",
    pack_size: "",
    price_limit: "",
    first_pay_ratio: "0",
    restriction: "",
    special_drug: "0",
    valid_from: "2020-01-01",
    valid_to: "",
    source,
    confidence: "illustrative",
    price_low: "1",
    price_high: "1",
    days_supply: "0",
    care: "inpatient",
    share: "1",
    diseases: "",
    ...more,
  };
}
