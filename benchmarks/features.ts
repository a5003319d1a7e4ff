/**
 * What features of the light curve cost an alert whose filters read them.
 *
 *   node benchmarks/features.ts [--json] [--alerts 3000]
 *
 * Of a simulated object with about 100 points, from its stored bundles, as the broker does it.
 */
import { parseArgs } from 'node:util';
import { simulateNight, ZtfAdapter, type ZtfAlert } from '@fritz/surveys';

const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    alerts: { type: 'string', default: '3000' },
  },
});
const rounds = Number(values.alerts);
const POINTS = 100;
const PROGRAMS = new Set([1, 2, 3]);

type Document = Record<string, unknown>;
type Row = Readonly<Record<string, unknown>>;

/** What filters read of a document, and how they come to it. */
const READS: Readonly<
  Record<string, { paths: readonly string[]; read: (from: Document) => void }>
> = {
  nothing: { paths: ['candidate.magpsf'], read: () => {} },
  flags: { paths: ['properties.star'], read: ({ properties }) => void (properties as Row).star },
  histories: {
    paths: [
      ...['magpsf', 'sigmapsf', 'isdiffpos'].map((name) => `prv_candidates.${name}`),
      ...['forcediffimflux', 'forcediffimfluxunc', 'magzpsci'].map((name) => `fp_hists.${name}`),
    ],
    read: (from) => void [from.prv_candidates, from.fp_hists],
  },
  'photstats of three bands': {
    paths: ['properties.photstats'],
    read: ({ properties }) => void (properties as Row).photstats,
  },
  'all properties': {
    paths: ['properties'],
    read: ({ properties }) => void JSON.stringify(properties),
  },
};

interface Stored {
  readonly alert: ZtfAlert;
  readonly bundles: Uint8Array;
  readonly points: number;
}

/** The object whose light curve is the nearest to what is wanted, with its last alert. */
function pickObject(adapter: ZtfAdapter): Stored {
  const packets = [...simulateNight({ seed: 4, night: '20260613', alerts: 200, nights: 3 })];
  const alerts = packets.map(({ bytes }) => adapter.decode(bytes));
  const objects = [...Map.groupBy(alerts, ({ objectId }) => objectId).values()].flatMap((of) => {
    const curve = adapter.curve(null, adapter.needs([]));
    const pieces = of.flatMap((alert) => curve.add(alert).map(({ bundle }) => bundle));
    const points = curve.photometry().length;
    const alert = of.at(-1);
    return alert ? [{ alert, bundles: Buffer.concat(pieces), points }] : [];
  });
  const away = ({ points }: Stored) => Math.abs(points - POINTS);
  return objects.reduce((best, next) => (away(next) < away(best) ? next : best));
}

/** Microseconds an alert, the best of five runs. */
function measure(adapter: ZtfAdapter, stored: Stored, name: string): number {
  const { paths, read } = READS[name] ?? { paths: [], read: () => {} };
  const needs = adapter.needs([paths]);
  let best = Number.POSITIVE_INFINITY;
  for (let run = 0; run < 5; run += 1) {
    const start = performance.now();
    for (let i = 0; i < rounds; i += 1) {
      const curve = adapter.curve(stored.bundles, needs);
      read(curve.document(stored.alert, PROGRAMS));
    }
    best = Math.min(best, ((performance.now() - start) * 1000) / rounds);
  }
  return best;
}

const adapter = new ZtfAdapter();
const stored = pickObject(adapter);
const us = Object.fromEntries(
  Object.keys(READS).map((name) => [name, Number(measure(adapter, stored, name).toFixed(1))]),
);
if (values.json) console.log(JSON.stringify({ points: stored.points, us_per_alert: us }));
else {
  console.log(`an alert with ${stored.points} points, its light curve read from what is stored:`);
  for (const [name, time] of Object.entries(us)) console.log(`  ${name}: ${time} µs`);
}
