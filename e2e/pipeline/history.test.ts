import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { simulateNight, ZtfAdapter } from '@fritz/surveys';
import { ArchiveBench, kafkaPackets, ListedSource, runBroker } from './archive-bench.ts';

/** Nights over more than a year: some history is older than what filters see, most than a packet. */
const NIGHTS = ['20260110', '20260130', '20260314', '20260605', '20261020', '20270120', '20270222'];
const kinds = { bogus: 0, asteroid: 0, flare: 0 };
const packets = NIGHTS.flatMap((night) => [
  ...simulateNight({ seed: 9, night, alerts: 30, kinds }),
]).map(({ bytes }) => bytes);

/** What the filter below has to find for an alert, and the photometry of its object. */
interface Expected {
  readonly candid: bigint;
  readonly objectId: string;
  readonly points: number;
  readonly first: number;
  readonly photometry: number;
}

/** Straight on, with everything that was ever brought at hand. */
function straight(): Expected[] {
  const adapter = new ZtfAdapter();
  const alerts = packets.map((bytes) => adapter.decode(bytes)).sort((a, b) => a.jd - b.jd);
  const everything = adapter.needs([['prv_candidates.jd', 'fp_hists.jd']]);
  return [...Map.groupBy(alerts, ({ objectId }) => objectId).values()].flatMap((ofObject) => {
    const curve = adapter.curve(null, everything);
    const seen = ofObject.map((alert) => {
      curve.add(alert);
      const document = curve.document(alert, new Set([1, 2, 3]));
      const dates = [document.prv_candidates, document.fp_hists].flatMap((points) =>
        (points as { jd: number }[]).map(({ jd }) => jd),
      );
      const { candid, objectId } = alert;
      return { candid, objectId, points: dates.length, first: Math.min(alert.jd, ...dates) };
    });
    const photometry = curve.photometry().length;
    return seen.map((one) => ({ ...one, photometry }));
  });
}

let bench: ArchiveBench;
before(async () => {
  bench = await ArchiveBench.open();
  const times = { $concatArrays: ['$prv_candidates.jd', '$fp_hists.jd'] };
  await bench.filter('history', [
    {
      $project: {
        points: { $size: times },
        first: { $min: { $concatArrays: [times, ['$candidate.jd']] } },
      },
    },
  ]);
});
after(() => bench.close());

for (const size of [7, 60]) {
  test(`filters see a year of history however it was stored, in batches of ${size}`, async () => {
    await bench.empty();
    const batches = Array.from({ length: Math.ceil(packets.length / size) }, (_, i) => ({
      packets: kafkaPackets('history', packets.slice(i * size, (i + 1) * size)),
      progress: [],
    }));
    await runBroker(bench.broker(), new ListedSource(batches));
    const { rows } = await bench.admin.query(
      `SELECT c.candid, c.obj_id AS "objectId", (c.output->>'points')::int AS points,
         (c.output->>'first')::float8 AS first,
         (SELECT count(*)::int FROM photometry p WHERE p.obj_id = c.obj_id) AS photometry
       FROM candidates c ORDER BY c.candid`,
    );
    const expected = straight().sort((a, b) => (a.candid < b.candid ? -1 : 1));
    assert.deepEqual(rows, expected);
    // Far beyond the month that a packet brings.
    const nights = expected.map(({ candid }) => Number(candid) / 1e15 + 2457754.5);
    assert.ok(expected.some(({ first }, i) => (nights[i] ?? 0) - first > 300));
  });
}
