import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

export interface Point {
  latitude: number;
  longitude: number;
}

interface Feature {
  id?: string;
  properties: { cp?: [number, number] };
  geometry: { type: string; coordinates: unknown; encodeOffsets: unknown };
}

/**
 * Label points of divisions by code, from the maps of echarts 4.9.0: a feature's own `cp`, else the centre of its largest ring.
 * The maps are older than the names: Nagqu and Hami became cities since and are found under their former codes.
 */
export function centroids(): ReadonlyMap<string, Point> {
  const maps = join(dirname(createRequire(import.meta.url).resolve("echarts/package.json")), "map/json");
  const files = [
    ...readdirSync(join(maps, "province"))
      .sort()
      .map((name) => join("province", name)),
    "china.json",
  ];
  const points = new Map<string, Point>();
  for (const file of files) {
    const text = readFileSync(join(maps, file), "utf8").replace(/^\uFEFF/, "");
    for (const feature of (JSON.parse(text) as { features: Feature[] }).features) {
      if (feature.id && /^\d{6}$/.test(feature.id)) points.set(feature.id, pointOf(feature));
    }
  }
  for (const [now, former] of Object.entries({ "540600": "542400", "650500": "652200" })) {
    const point = points.get(former);
    if (point) points.set(now, point);
  }
  return points;
}

function pointOf(feature: Feature): Point {
  const [x, y] = feature.properties.cp ?? ringCentre(largestRing(feature));
  return { latitude: round(y), longitude: round(x) };
}

function largestRing({ geometry }: Feature): [number, number][] {
  const polygons = (geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates) as string[][];
  const offsets = (geometry.type === "Polygon" ? [geometry.encodeOffsets] : geometry.encodeOffsets) as [
    number,
    number,
  ][][];
  const rings = polygons.map((rings, i) => decode(rings[0]!, offsets[i]![0]!));
  return rings.reduce((largest, ring) => (Math.abs(area(ring)) > Math.abs(area(largest)) ? ring : largest));
}

/** Undoes echarts' map compression: zig-zag differences of degrees × 1024, one UTF-16 unit each. */
function decode(text: string, [startX, startY]: [number, number]): [number, number][] {
  const ring: [number, number][] = [];
  let [x, y] = [startX, startY];
  for (let i = 0; i + 1 < text.length; i += 2) {
    x += zigzag(text.charCodeAt(i) - 64);
    y += zigzag(text.charCodeAt(i + 1) - 64);
    ring.push([x / 1024, y / 1024]);
  }
  return ring;
}

const zigzag = (value: number) => (value >> 1) ^ -(value & 1);

const cross = (a: [number, number], b: [number, number]) => a[0] * b[1] - b[0] * a[1];

function area(ring: [number, number][]): number {
  return ring.reduce((sum, point, i) => sum + cross(point, ring[(i + 1) % ring.length]!), 0) / 2;
}

function ringCentre(ring: [number, number][]): [number, number] {
  let [x, y] = [0, 0];
  ring.forEach((point, i) => {
    const next = ring[(i + 1) % ring.length]!;
    x += (point[0] + next[0]) * cross(point, next);
    y += (point[1] + next[1]) * cross(point, next);
  });
  const six = 6 * area(ring);
  return [x / six, y / six];
}

const round = (degrees: number) => Math.round(degrees * 1e4) / 1e4;
