import type { PolicyFile, Scheme } from "../../../datasets/policies/policy-schema.ts";
import type { RegionRow } from "../../facts/regions.ts";

/** What a pooling area needs to be known by. */
export type Place = Pick<RegionRow, "country" | "code" | "province" | "pooling" | "in_scheme">;

/** Pooling areas and the file that holds there: the area's own, else its province's. An area of no file stands in none. */
export function placesOf<File extends Pick<PolicyFile, "area" | "province" | "scheme">>(
  files: readonly File[],
  regions: readonly Place[],
): { area: string; scheme: Scheme; file: File }[] {
  const pooling = regions.filter((row) => row.country === "CN" && row.pooling && row.in_scheme);
  const provinceOf = new Map(pooling.map(({ code, province }) => [code, province]));
  // A file of an area that the regions do not know holds for claims that carry this very code.
  for (const { area } of files) if (area !== undefined && !provinceOf.has(area)) provinceOf.set(area, null);
  return (["310", "390"] as const).flatMap((scheme) => {
    const ofScheme = files.filter((file) => file.scheme === scheme);
    const own = new Map(ofScheme.map((file) => [file.area, file]));
    const shared = new Map(ofScheme.map((file) => [file.province, file]));
    own.delete(undefined);
    shared.delete(undefined);
    return [...provinceOf].flatMap(([area, province]) => {
      const file = own.get(area) ?? (province === null ? undefined : shared.get(province));
      return file ? [{ area, scheme, file }] : [];
    });
  });
}
