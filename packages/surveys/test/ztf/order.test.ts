import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compileEncoder, parseSchema, writeContainer } from '@fritz/formats';
import fc from 'fast-check';
import {
  type DocumentNeeds,
  simulateNight,
  ZTF_ALERT_SCHEMA_4_02,
  ZtfAdapter,
  type ZtfAlert,
} from '../../src/index.ts';
import { simulateRecords } from '../../src/simulator/night.ts';

type Fields = Readonly<Record<string, unknown>>;

/** Alerts that one broker takes together, and how much of what was stored before it has seen. */
interface Batch {
  readonly alerts: readonly number[];
  /** From 0, nothing, to 1, all: another broker may be at work at the same time. */
  readonly seenShare: number;
}

const NEEDS: readonly DocumentNeeds[] = [
  { detections: null, forced: null, coordinates: false },
  { detections: ['magpsf'], forced: ['alert_mag'], coordinates: false },
  { detections: 'all', forced: 'all', coordinates: true },
];

/** Every alert in some order, some of them twice, cut into batches. */
function orders(count: number): fc.Arbitrary<readonly Batch[]> {
  const all = Array.from({ length: count }, (_, i) => i);
  return fc
    .record({
      order: fc.shuffledSubarray(all, { minLength: count, maxLength: count }),
      again: fc.shuffledSubarray(all),
      cuts: fc.array(
        fc.record({
          size: fc.integer({ min: 1, max: 5 }),
          seenShare: fc.double({ min: 0, max: 1, noNaN: true }),
        }),
        { minLength: 1 },
      ),
    })
    .map(({ order, again, cuts }) => {
      const left = [...order, ...again];
      const batches: Batch[] = [];
      for (let i = 0; left.length > 0; i += 1) {
        const { size, seenShare } = cuts[i % cuts.length] ?? { size: 1, seenShare: 1 };
        batches.push({ alerts: left.splice(0, size), seenShare });
      }
      return batches;
    });
}

/** What brokers store of one object's alerts that come in these batches. */
function storeBatches(
  adapter: ZtfAdapter,
  alerts: readonly ZtfAlert[],
  batches: readonly Batch[],
  needs: DocumentNeeds,
): Uint8Array {
  const stored: { readonly candid: bigint; readonly bundles: readonly Uint8Array[] }[] = [];
  for (const { alerts: numbers, seenShare } of batches) {
    const seen = stored.slice(0, Math.round(seenShare * stored.length));
    const bytes = Buffer.concat(seen.flatMap(({ bundles }) => bundles));
    const curve = adapter.curve(bytes.length > 0 ? bytes : null, needs);
    const fresh = new Map(numbers.map((number) => [number, alerts[number]]));
    for (const alert of [...fresh.values()].sort(byTime)) {
      // An alert is stored once: the second to store it finds it there, and drops its work.
      if (!alert || stored.some(({ candid }) => candid === alert.candid)) continue;
      stored.push({ candid: alert.candid, bundles: curve.add(alert).map(({ bundle }) => bundle) });
    }
  }
  return Buffer.concat(stored.flatMap(({ bundles }) => bundles).reverse());
}

function byTime(a: ZtfAlert | undefined, b: ZtfAlert | undefined): number {
  return (a?.jd ?? 0) - (b?.jd ?? 0);
}

function curveOf(adapter: ZtfAdapter, stored: Uint8Array) {
  const curve = adapter.curve(stored, adapter.needs([]));
  return { words: curve.words(null), photometry: curve.photometry() };
}

function checkOrders(adapter: ZtfAdapter, alerts: readonly ZtfAlert[], batches: readonly Batch[]) {
  const inOrder = alerts.map((_, number) => ({ alerts: [number], seenShare: 1 }));
  const needs = NEEDS[batches.length % NEEDS.length] ?? NEEDS[0];
  if (!needs) return;
  const expected = curveOf(adapter, storeBatches(adapter, alerts, inOrder, needs));
  assert.deepEqual(curveOf(adapter, storeBatches(adapter, alerts, batches, needs)), expected);
}

test('simulated alerts in any order give the same light curves', () => {
  const adapter = new ZtfAdapter();
  const nights = simulateNight({ seed: 11, night: '20270301', alerts: 120, nights: 6 });
  const alerts = [...nights].map(({ bytes }) => adapter.decode(bytes));
  const objects = [...Map.groupBy(alerts, ({ objectId }) => objectId).values()]
    .filter(({ length }) => length >= 4)
    .map((ofObject) => ofObject.sort(byTime));
  assert.ok(objects.length >= 5, `${objects.length} objects with four alerts or more`);
  // Numbers, not alerts: a counterexample is to be read.
  const cases = fc
    .nat({ max: objects.length - 1 })
    .chain((object) =>
      fc.record({ object: fc.constant(object), batches: orders(objects[object]?.length ?? 0) }),
    );
  fc.assert(
    fc.property(cases, ({ object, batches }) =>
      checkOrders(adapter, objects[object] ?? [], batches),
    ),
    { numRuns: 60 },
  );
});

/** A point that some alerts tell of, each in a version of its own. */
interface Told {
  readonly day: number;
  readonly kind: 'detection' | 'limit' | 'forced';
  readonly pid: number;
}

interface Telling {
  readonly day: number;
  readonly mag: number;
  readonly told: readonly Told[];
  /** Makes versions differ from one packet to the next. */
  readonly noise: number;
}

const FIRST_JD = 2461000.75;
const [template] = simulateRecords({ seed: 3, night: '20270301', alerts: 1 });

function candidOn(day: number, number = 0): bigint {
  // The date of the exposure in billionths of microdays, and the place on the camera.
  return (
    BigInt(Math.round((FIRST_JD + day - 2457754.5) * 100_000)) * 10_000_000_000n + BigInt(number)
  );
}

const encoder = compileEncoder(parseSchema(ZTF_ALERT_SCHEMA_4_02));

/** A packet as one telling has it: candid and programme of a point do not depend on who tells. */
function packetOf({ day, mag, told, noise }: Telling): Uint8Array {
  const candidate = template?.candidate as Fields;
  const past = told.filter((point) => point.day < day);
  const common = ({ day: on, pid }: Told) => ({
    jd: FIRST_JD + on,
    fid: 1 + (pid % 2),
    pid: BigInt(pid),
    programid: 1 + (on % 2),
  });
  const limitOrDetection = (point: Told) => ({
    ...candidate,
    ...common(point),
    diffmaglim: 20 + noise,
    candid: point.kind === 'limit' ? null : candidOn(point.day),
    magpsf: point.kind === 'limit' ? null : 18 + noise,
  });
  const own = { jd: FIRST_JD + day, candid: candidOn(day), programid: 1 + (day % 2), magpsf: mag };
  const record = {
    ...template,
    candid: own.candid,
    candidate: { ...candidate, ...own },
    prv_candidates: past.filter(({ kind }) => kind !== 'forced').map(limitOrDetection),
    fp_hists: past
      .filter(({ kind }) => kind === 'forced')
      .map((point) => ({ ...forcedTemplate(), ...common(point), forcediffimflux: 100 + noise })),
    cutoutScience: null,
    cutoutTemplate: null,
    cutoutDifference: null,
  };
  return writeContainer({
    schemaJson: JSON.stringify(ZTF_ALERT_SCHEMA_4_02),
    records: [encoder.encode(record)],
    sync: new Uint8Array(16),
  });
}

function forcedTemplate(): Fields {
  return {
    ...{ field: 1, rcid: 1, rfid: 1n, sciinpseeing: 2, scibckgnd: 100, scisigpix: 5 },
    ...{ magzpsci: 26, magzpsciunc: 0.1, magzpscirms: 0.1, clrcoeff: 0, clrcounc: 0 },
    ...{ exptime: 30, adpctdif1: 0, adpctdif2: 0, diffmaglim: 20, ranr: 1, decnr: 1 },
    ...{ magnr: 20, sigmagnr: 0.1, chinr: 1, sharpnr: 0, forcediffimfluxunc: 10, procstatus: '0' },
  };
}

const DAYS = 12;
const point: fc.Arbitrary<Told> = fc.record({
  day: fc.integer({ min: 0, max: DAYS - 1 }),
  kind: fc.constantFrom('detection', 'limit', 'forced'),
  pid: fc.integer({ min: 1, max: 3 }),
});
const tellings = fc.uniqueArray(
  fc.record({
    day: fc.integer({ min: 1, max: DAYS }),
    // Few values, so that alerts are equally bright now and then.
    mag: fc.constantFrom(17, 18, 19),
    told: fc.array(point, { maxLength: 12 }),
    noise: fc.integer({ min: 0, max: 5 }).map((step) => step / 8),
  }),
  { selector: ({ day }) => day, minLength: 2, maxLength: 6 },
);

test('packets that contradict each other give one light curve, whatever their order', () => {
  const adapter = new ZtfAdapter();
  const cases = tellings.chain((told) =>
    fc.record({ told: fc.constant(told), batches: orders(told.length) }),
  );
  fc.assert(
    fc.property(cases, ({ told, batches }) => {
      const inOrder = [...told].sort((a, b) => a.day - b.day);
      const alerts = inOrder.map((telling) => adapter.decode(packetOf(telling)));
      checkOrders(adapter, alerts, batches);
    }),
    { numRuns: 300 },
  );
});
