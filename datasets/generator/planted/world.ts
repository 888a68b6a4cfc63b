import { type Catalogue, itemAt, loadCatalogue } from "../../catalogue/catalogue.ts";
import type { CatalogueDifference, CatalogueItem } from "../../catalogue/columns.ts";
import type { Engine } from "../engine.ts";
import { type Care, chronicDiseases, diseases, noFilingPairs } from "../populations.ts";
import { Benefits } from "./benefits.ts";
import { type Day, dayOf, dayText } from "./times.ts";

export interface Area {
  code: string;
  province: string;
  latitude: number;
  longitude: number;
  hospitals: Institution[];
  pharmacies: Institution[];
}

export interface Institution {
  code: string;
  area: Area;
  /** 1 tertiary … 4 without a level. */
  tier: number;
  beds: number;
  /** Special drugs it sells directly. */
  special: Set<string>;
}

export interface Disease {
  code: string;
  cost: number;
  sex: string | null;
  careType: string;
}

interface PharmacyRow {
  area: string;
  ceiling: number;
  ratio: number;
}

interface AreaRow {
  code: string;
  province: string;
  latitude: number;
  longitude: number;
}

interface InstitutionRow {
  institution_code: string;
  area: string;
  kind: "H" | "P";
  tier_place: string;
  beds: string | null;
  drugs: string[] | null;
}

/** What stories take place in: areas (but those whose system errs throughout), institutions, diagnoses, catalogue, policies. Read once a slice. */
export class World {
  readonly areas: Area[];
  /** The first row of each item's code. */
  readonly items: CatalogueItem[];
  readonly benefits: Benefits;
  readonly #goods = new Map<string, CatalogueItem[]>();
  readonly #items = new Map<string, CatalogueItem[]>();
  readonly #differences: Map<string, CatalogueDifference[]>;
  readonly #byName = new Map<string, CatalogueItem>();
  readonly #exempt: Map<string, Day>;
  readonly #pharmacyTerms: Map<string, { ceiling: number; ratio: number }>;

  private constructor(areas: Area[], catalogue: Catalogue, pharmacies: readonly PharmacyRow[], benefits: Benefits) {
    this.areas = areas;
    this.benefits = benefits;
    this.#pharmacyTerms = new Map(pharmacies.map(({ area, ...terms }) => [area, terms]));
    for (const item of catalogue.items) {
      // The generator knows no items for children only.
      if (/儿童|小儿|新生儿/.test(item.item_name)) continue;
      this.#items.set(item.item_code, [...(this.#items.get(item.item_code) ?? []), item]);
      if (!this.#byName.has(item.item_name)) this.#byName.set(item.item_name, item);
    }
    this.items = [...this.#items.values()].map(([first]) => first!);
    this.#differences = Map.groupBy(catalogue.differences, ({ area, item_code }) => area + item_code);
    this.#exempt = new Map(noFilingPairs.map(({ home, away, since }) => [home + away, dayOf(since)]));
  }

  /** `from`: what an institution sells is counted from the first day of the run, so that no appointment of another slice's story does. */
  static async read(engine: Engine, from: string, to: string): Promise<World> {
    const rows = await engine.rows<AreaRow>(
      `select code, province, latitude::double as latitude, longitude::double as longitude from region
       where pooling = 'true' and in_scheme = 'true' and latitude is not null and code not like '__99__'
         and code not in (select area from systemic union all select area from contradicted)
       order by code`,
    );
    const areas = rows.map((row): Area => ({ ...row, hospitals: [], pharmacies: [] }));
    const byCode = new Map(areas.map((area) => [area.code, area]));
    const institutions = await engine.rows<InstitutionRow>(
      `select institution_code, area, kind, tier_place::varchar as tier_place, beds::varchar as beds, drugs
       from institution
       left join (select institution_code, list(item_code order by item_code) as drugs from network_service
         where service = 'special_drug' and open_from <= date '${from}' group by 1) using (institution_code)
       order by institution_code`,
    );
    for (const { institution_code: code, kind, tier_place, beds, drugs, ...row } of institutions) {
      const area = byCode.get(row.area);
      if (!area) continue;
      const institution = {
        code,
        area,
        tier: Number(tier_place),
        beds: Number(beds ?? 0),
        special: new Set(drugs ?? []),
      };
      (kind === "H" ? area.hospitals : area.pharmacies).push(institution);
    }
    const whole = areas.filter(({ hospitals, pharmacies }) => hospitals.length > 3 && pharmacies.length > 3);
    const pharmacies = await engine.rows<PharmacyRow>(
      `select area, cap_amount::double as ceiling, bands[1].ratio::double as ratio
       from policy_place join policy_term using (policy_id)
       where policy_place.scheme = '310' and care_group = 'pharmacy' and person_group = 'active' and tier = '0' and filing = 'HOME'
         and cap_basis = 'FUND' and not cap_inpatient and date '${to}' between valid_from and coalesce(valid_to, date '2099-12-31')
       order by area`,
    );
    return new World(whole, loadCatalogue(), pharmacies, await Benefits.read(engine));
  }

  /** Item rows by name; a name that is not listed is a mistake in a story. */
  named(name: string): CatalogueItem {
    const item = this.#byName.get(name);
    if (!item) throw new Error(`no item named ${name} in the catalogue`);
    return item;
  }

  /** What is given, used up or done for a diagnosis; special drugs apart. */
  goodsFor(care: Care, disease: string): CatalogueItem[] {
    const key = `${care} ${disease.slice(0, 3)}`;
    const known = this.#goods.get(key) ?? this.items.filter((item) => isGood(item, care, disease.slice(0, 3)));
    this.#goods.set(key, known);
    return known;
  }

  /** An item as a province lists it for an institution of so high a tier; null where it is not listed on the day. */
  charged(
    code: string,
    { province, tier: place }: { province: string; tier: number },
    scheme: "310" | "390",
    day: Day,
  ): CatalogueItem | null {
    const catalogue = { items: this.#items.get(code) ?? [], differences: this.#differences.get(province + code) ?? [] };
    const tier = String(4 - place) as "3" | "2" | "1" | "0";
    return itemAt(catalogue, code, { province, scheme, tier, day: dayText(day) });
  }

  /** Since when care between two provinces needs no filing; null where it always does. */
  exemptSince(home: Area, away: Area): Day | null {
    return this.#exempt.get(home.province + away.province) ?? null;
  }

  /** What the fund pays in a year for an employee's purchases in pharmacies, yuan, and its share of them; null where accounts pay, or without limit. */
  pharmacyTerms(home: Area): { ceiling: number; ratio: number } | null {
    return this.#pharmacyTerms.get(home.code) ?? null;
  }

  diseases(care: Care): Disease[] {
    const of = care === "pharmacy" && !diseases.some(([kind]) => kind === "pharmacy") ? "outpatient" : care;
    return diseases
      .filter(([kind]) => kind === of)
      .map(([, code, , , cost, sex, careType]) => ({ code, cost, sex, careType }));
  }

  disease(care: Care, code: string): Disease {
    return (
      this.diseases(care).find((disease) => disease.code === code) ?? {
        code,
        cost: 1,
        sex: null,
        careType: usualType[care],
      }
    );
  }

  /** Code and name of the national list, and since when it is settled directly. */
  chronic(code: string): { code: string; name: string; since: Day } | null {
    const row = chronicDiseases.find(([disease]) => disease === code);
    return row ? { code: row[1], name: row[2], since: dayOf(row[3]) } : null;
  }
}

const usualType: Record<Care, string> = { inpatient: "21", outpatient: "11", chronic: "14", pharmacy: "41" };

function isGood(item: CatalogueItem, care: Care, disease: string): boolean {
  const operation = item.list_type === "201" && ["03", "06"].includes(item.charge_class);
  if (!["101", "301"].includes(item.list_type) && !operation) return false;
  if (item.special_drug === "1" || item.item_class === "03") return false;
  return item.care.split(" ").includes(care) && item.diseases.includes(disease);
}

/** Kilometres between two areas, over the sphere. */
export function kilometres(a: Area, b: Area): number {
  const radians = (degrees: number) => (degrees * Math.PI) / 180;
  const [dLat, dLon] = [radians(b.latitude - a.latitude) / 2, radians(b.longitude - a.longitude) / 2];
  const h = Math.sin(dLat) ** 2 + Math.cos(radians(a.latitude)) * Math.cos(radians(b.latitude)) * Math.sin(dLon) ** 2;
  return 2 * 6371 * Math.asin(Math.sqrt(h));
}
