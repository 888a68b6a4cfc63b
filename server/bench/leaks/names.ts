import type { Scope } from "../../store/principal.ts";
import { far } from "./plants.ts";
import type { Names } from "./question.ts";
import { holds } from "./viewer.ts";
import type { KnownClaim, KnownFinding, World } from "./world.ts";

/** Names of nothing at all, formed as real ones are. */
export const nobody: Names = {
  claim: "410100|ZS999X410100",
  settlement: "ZS999X410100",
  finding: "0".repeat(32),
  evidenceHash: "0".repeat(64),
  notice: "0".repeat(32),
  noticeHash: "0".repeat(64),
  person: "00000000",
  institution: "H99999990000",
  province: "990000",
  area: "990100",
};

/** Rules whose findings are correction notices say so by who acted. */
const notices = ["insured agency", "policy data", "record"];

/** Names of records that a scope holds, or null where it holds none. Whole findings come first, for a notice those of the insured side. */
export function ownNames(world: World, scope: Scope): Names | null {
  const visible = (claim: KnownClaim) => holds(scope, claim);
  return namesOf(
    world.claims.filter(visible),
    world.findings.filter(({ claims }) => claims.every(visible)),
  );
}

/** Names of records that a scope does not hold: `far` ones share nothing with it, of near ones only the ids may be asked. */
export function foreignNames(world: World, scope: Scope, distance: "far" | "near"): Names | null {
  const foreign = (claim: KnownClaim) =>
    !holds(scope, claim) && (far as readonly string[]).includes(claim.insuredCity ?? "") === (distance === "far");
  return namesOf(
    world.claims.filter(foreign),
    world.findings.filter(({ claims }) => claims.every(foreign)),
  );
}

function namesOf(claims: readonly KnownClaim[], findings: readonly KnownFinding[]): Names | null {
  const notice = findings.find(({ responsible }) => notices.includes(responsible));
  const finding = findings.find((each) => each !== notice && each.claims.length === 1) ?? findings[0];
  const claim = finding?.claims[0] ?? claims[0];
  if (!claim) return null;
  return {
    claim: claim.claim,
    settlement: claim.settlement,
    finding: finding?.finding ?? nobody.finding,
    evidenceHash: finding?.evidenceHash ?? nobody.evidenceHash,
    notice: notice?.finding ?? nobody.notice,
    noticeHash: notice?.evidenceHash ?? nobody.noticeHash,
    person: claim.person.slice(0, 8),
    institution: claim.institution,
    province: claim.insuredProvince ?? nobody.province,
    area: claim.careCity ?? nobody.area,
  };
}
