import assert from 'node:assert/strict';
import { test } from 'node:test';
import { canonicalForm } from '@fritz/formats';
import fc from 'fast-check';
import { type Alert, type SurveyAdapter, surveyNamed } from '../../src/index.ts';
import { confluentPacket, openPacket, packetsOf, withoutPackets } from './survey-packets.ts';

type Fields = Record<string, unknown>;

/** How to make alerts of one object of a real packet: with other ids, times, programmes. */
interface Recipe {
  readonly survey: string;
  readonly record: string;
  readonly id: string;
  readonly time: string;
  readonly history: string;
  readonly program: string | null;
}

const RECIPES: readonly Recipe[] = [
  {
    survey: 'pgir',
    record: 'candidate',
    id: 'candid',
    time: 'jd',
    history: 'prv_candidates',
    program: null,
  },
  {
    survey: 'winter',
    record: 'candidate',
    id: 'candid',
    time: 'jd',
    history: 'prv_candidates',
    program: 'programid',
  },
  {
    survey: 'lsst',
    record: 'diaSource',
    id: 'diaSourceId',
    time: 'midpointMjdTai',
    history: 'prvDiaSources',
    program: null,
  },
];

const ALERTS = 6;
const told = fc.record({
  id: fc.bigInt({ min: 1000n, max: 1000n + BigInt(ALERTS) + 3n }),
  x: fc.integer({ min: 1, max: 5 }),
});
const alertCase = fc.record({
  program: fc.integer({ min: 1, max: 2 }),
  history: fc.array(told, { maxLength: 5 }),
});
const nightCase = fc.record({
  alerts: fc.array(alertCase, { minLength: ALERTS, maxLength: ALERTS }),
  order: fc.shuffledSubarray([0, 1, 2, 3, 4, 5], { minLength: ALERTS, maxLength: ALERTS }),
  sizes: fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 1, maxLength: 6 }),
});

for (const recipe of RECIPES) {
  const skip = withoutPackets(recipe.survey);
  test(`${recipe.survey}: any order gives the same light curve, and replays as it was`, {
    skip,
  }, () => {
    const adapter = surveyNamed(recipe.survey).adapter();
    const make = maker(recipe, adapter);
    fc.assert(
      fc.property(nightCase, ({ alerts, order, sizes }) => {
        const made = alerts.map((one, i) => make(1000n + BigInt(i), one));
        const inOrder = store(adapter, made, [...made.keys()], [1]);
        const shuffled = store(adapter, made, order, sizes);
        assert.deepEqual(viewOf(adapter, shuffled.stored), viewOf(adapter, inOrder.stored));
        for (const [at, alert] of made.entries()) {
          const known = shuffled.knownTo.get(at) ?? [];
          const past = adapter.curve(Buffer.concat(known), adapter.needs([null]));
          assert.deepEqual(historyOf(past, alert), shuffled.live.get(at));
        }
      }),
      { numRuns: 60 },
    );
  });
}

/** What an alert is to say: its programme, and the points of its history. */
interface Told {
  readonly program: number;
  readonly history: readonly { readonly id: bigint; readonly x: number }[];
}

function maker(recipe: Recipe, adapter: SurveyAdapter) {
  const [bytes = new Uint8Array()] = packetsOf(recipe.survey);
  const { schema, record } = openPacket(bytes);
  adapter.learnWriter?.(1, canonicalForm(schema));
  const whole = record[recipe.record] as Fields;
  const { [recipe.history]: sent } = record as { [name: string]: Fields[] };
  const point = sent?.[0] ?? {};
  const start = whole[recipe.time] as number;
  return (id: bigint, one: Told): Alert => {
    const time = start + (Number(id) % 41);
    const own = { ...whole, [recipe.id]: id, [recipe.time]: time };
    const named = recipe.program ? { ...own, [recipe.program]: one.program } : own;
    // A point is of one time, whoever tells of it.
    const history = one.history.map(({ id: told, x }) => ({
      ...point,
      [recipe.id]: told,
      [recipe.time]: start + (Number(told) % 41),
      // What differs between two versions of a point.
      ...(recipe.survey === 'lsst' ? { psfFlux: x } : { magpsf: x }),
    }));
    const packet = {
      ...record,
      [recipe.record]: named,
      candid: id,
      [recipe.history]: history,
    };
    return adapter.decode(confluentPacket(1, schema, packet));
  };
}

/** Stores alerts in batches, as the pipeline does: of a batch, in the order of candids. */
function store(
  adapter: SurveyAdapter,
  alerts: readonly Alert[],
  order: readonly number[],
  sizes: readonly number[],
) {
  const bundles: { readonly candid: bigint; readonly bytes: Uint8Array }[] = [];
  const live = new Map<number, unknown>();
  const knownTo = new Map<number, Uint8Array[]>();
  const left = [...order];
  for (let i = 0; left.length > 0; i += 1) {
    const batch = left.splice(0, sizes[i % sizes.length] ?? 1).sort((a, b) => a - b);
    const stored = Buffer.concat(bundles.map(({ bytes }) => bytes));
    const curve = adapter.curve(stored.length > 0 ? stored : null, adapter.needs([null]));
    for (const at of batch) {
      const alert = alerts[at];
      if (!alert) continue;
      for (const { bundle: bytes } of curve.add(alert))
        bundles.push({ candid: alert.candid, bytes });
      live.set(at, historyOf(curve, alert));
    }
    for (const at of batch) {
      // What the archive finds again: of lower candids, and stored by then.
      const known = bundles.filter(({ candid }) => candid <= (alerts[at]?.candid ?? 0n));
      knownTo.set(
        at,
        known.map(({ bytes }) => bytes),
      );
    }
  }
  return { stored: Buffer.concat(bundles.map(({ bytes }) => bytes).reverse()), live, knownTo };
}

function viewOf(adapter: SurveyAdapter, stored: Uint8Array) {
  const curve = adapter.curve(stored, adapter.needs([]));
  const byPoint = (a: { candid: bigint | null; programId: number }) => `${a.programId} ${a.candid}`;
  const photometry = [...curve.photometry()].sort((a, b) => (byPoint(a) < byPoint(b) ? -1 : 1));
  return { words: curve.words(null), one: curve.words(new Set([1])), photometry };
}

function historyOf(curve: ReturnType<SurveyAdapter['curve']>, alert: Alert) {
  return [[1], [2], [1, 2]].map((ids) => curve.document(alert, new Set(ids)).prv_candidates);
}
