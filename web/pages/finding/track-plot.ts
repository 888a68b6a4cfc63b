import * as Plot from "@observablehq/plot";
import { box, draw } from "../../lib/draw.ts";
import type { FindingClaim } from "../../lib/findings.ts";
import { exact } from "../../lib/format.ts";
import { nameOf, names } from "../../lib/labels.ts";
import { textWidth } from "../../lib/ranked.ts";
import { fullName, type Regions, regionName } from "../../lib/regions.ts";
import { rove } from "../../lib/roving.ts";
import { span } from "../../lib/settlement-labels.ts";
import { m } from "../../paraglide/messages.js";
import type { Locale } from "../../paraglide/runtime.js";

export interface TrackPicture {
  visits: FindingClaim[];
  regions: Regions;
  locale: Locale;
  width: number;
  open(claimId: string): void;
}

interface Visit {
  claim: FindingClaim;
  row: string;
  begin: Date;
  end: Date;
  isStay: boolean;
}

const day = (text: string) => new Date(`${text.slice(0, 10)}T00:00:00Z`);
const DAY = 86_400_000;
const rowHeight = 38;

/** What persons had around a finding: a row for each province of care (and person, of several), stays as bars, other visits as dots, the finding's own marked. */
export function trackPlot({ visits: claims, regions, locale, width, open }: TrackPicture): Element {
  const several = new Set(claims.map(({ person }) => person)).size > 1;
  const visits = claims.map((claim) => visitOf(claim));
  const rows = [
    ...new Set(visits.toSorted((a, b) => Number(b.claim.own) - Number(a.claim.own)).map(({ row }) => row)),
  ].sort();
  const marginLeft = Math.min(Math.max(56, ...rows.map((row) => textWidth(row) + 18)), width * 0.32);
  const stays = visits.filter(({ isStay }) => isStay);
  const both = overlaps(visits);
  const drawing = draw(m.track_title(), {
    width,
    height: rows.length * rowHeight + 40,
    marginLeft,
    marginRight: 24,
    marginTop: 14,
    marginBottom: 24,
    x: {
      type: "utc",
      domain: extent(visits),
      label: null,
      grid: true,
      tickSize: 0,
      ticks: width < 560 ? 4 : 8,
      tickFormat: (date: Date) => label(date),
    },
    y: { type: "band", domain: rows, label: null, tickSize: 0 },
    color: { type: "identity" },
    marks: [
      Plot.rect(both, { x1: "from", x2: "to", fill: "var(--violation-wash)" }),
      Plot.rect(stays, { x1: "begin", x2: "end", y: "row", insetTop: 8, insetBottom: 8, fill: colour, rx: 2 }),
      Plot.dot(
        visits.filter(({ isStay }) => !isStay),
        { x: "begin", y: "row", r: (visit: Visit) => (visit.claim.own ? 5 : 3), fill: colour, stroke: "var(--card)" },
      ),
      Plot.text(both, {
        x: "middle",
        frameAnchor: "top",
        dy: -8,
        text: "label",
        fill: "var(--violation)",
        fontWeight: 600,
      }),
    ],
  });
  const [x, y] = [drawing.scale("x")!, drawing.scale("y")!];
  rove(
    visits.map(({ claim, row, begin, end }) => {
      const [left, right, top] = [x.apply(begin), x.apply(end), y.apply(row)];
      const wide = Math.max(12, right - left);
      const area = { x: (left + right - wide) / 2, y: top + 4, width: wide, height: (y.bandwidth ?? rowHeight) - 8 };
      return {
        element: box(drawing, area, 3),
        x: area.x,
        y: area.y,
        label: m.track_stop({
          when: span(claim.begin ?? claim.settled_at.slice(0, 10), claim.end, locale),
          place: fullName(regions, claim.care_city, locale),
          host: claim.institution ?? claim.institution_code,
          care: nameOf(names.groups, claim.care_group),
          fund: exact(claim.fund_total),
        }),
        pressed: claim.own,
        activate: () => open(claim.claim_id),
      };
    }),
  );
  return drawing;

  function visitOf(claim: FindingClaim): Visit {
    const isStay = claim.care_group === "inpatient";
    const begin = day(claim.begin ?? claim.settled_at);
    const last = isStay && claim.end ? Math.max(day(claim.end).getTime(), begin.getTime() + DAY) : begin.getTime();
    const place = regionName(regions, claim.care_province, locale);
    return { claim, row: several ? `${claim.person ?? "?"} ${place}` : place, begin, end: new Date(last), isStay };
  }

  function colour({ claim: { own } }: Visit): string {
    return own ? "var(--violation)" : "var(--bar)";
  }

  function label(date: Date): string {
    const [year, month] = [date.getUTCFullYear(), date.getUTCMonth() + 1];
    const days = date.getUTCDate() > 1 ? `-${String(date.getUTCDate()).padStart(2, "0")}` : "";
    return days ? `${String(month).padStart(2, "0")}${days}` : `${year}-${String(month).padStart(2, "0")}`;
  }
}

/** From the first to the last visit with a fortnight on either side: a single stay has its length, not the whole width. */
function extent(visits: readonly Visit[]): [Date, Date] {
  const first = Math.min(...visits.map(({ begin }) => begin.getTime()));
  const last = Math.max(...visits.map(({ end }) => end.getTime()));
  return [new Date(first - 15 * DAY), new Date(last + 15 * DAY)];
}

/** Days on which one person has two own stays of the finding in different provinces, half-open. */
export function overlaps(visits: readonly Visit[]): { from: Date; to: Date; middle: Date; label: string }[] {
  const own = visits.filter(({ claim, isStay }) => claim.own && isStay);
  return own.flatMap((a, i) =>
    own.slice(i + 1).flatMap((b) => {
      if (a.claim.person !== b.claim.person || a.claim.care_province === b.claim.care_province) return [];
      const [from, to] = [Math.max(+a.begin, +b.begin), Math.min(+a.end, +b.end)];
      if (to <= from) return [];
      const nights = Math.round((to - from) / DAY);
      return [
        {
          from: new Date(from),
          to: new Date(to),
          middle: new Date((from + to) / 2),
          label: m.track_overlap({ nights }),
        },
      ];
    }),
  );
}
