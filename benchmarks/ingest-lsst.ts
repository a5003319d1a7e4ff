/**
 * LSST packets per second through the whole pipeline into PostgreSQL: containers in memory, cutouts and
 * links included, two filters; the second half of the packets are of nights on the same sky.
 *
 * node benchmarks/ingest-lsst.ts [--packets 3000] [--json]
 */
import { parseArgs } from 'node:util';
import { BrokerDatabase, PgAlertStore, PgCrossMatcher, PgFilterLibrary } from '@fritz/archive';
import { runPipeline, type StageTimes } from '@fritz/pipeline';
import { adapterOf, simulateLsstNight } from '@fritz/surveys';
import { createFilter, createGroup, createStream, packetList, testDatabase } from '@fritz/testing';
import pg from 'pg';

const { values } = parseArgs({
  options: {
    packets: { type: 'string', default: '3000' },
    json: { type: 'boolean', default: false },
  },
});
const count = Number(values.packets);
const NIGHTS = ['20270301', '20270303', '20270306', '20270310'];
const FILTERS = {
  bright: [{ $match: { 'candidate.magpsf': { $lt: 21 }, 'candidate.reliability': { $gt: 0.5 } } }],
  fading: [{ $match: { 'properties.photstats.r.fading.rate': { $gt: 0.1 } } }],
};

const packets = NIGHTS.flatMap((night) => [
  ...simulateLsstNight({ seed: 8, night, alerts: Math.ceil(count / NIGHTS.length) }),
]).map(({ bytes }) => bytes);
const megabytes = packets.reduce((sum, { length }) => sum + length, 0) / 1e6;

const database = await testDatabase();
try {
  const admin = new pg.Client({ ...database.superuser, options: '-c search_path=fritz' });
  await admin.connect();
  const stream = await createStream(admin, { programIds: [1] });
  await admin.query(`UPDATE streams SET survey = 'lsst' WHERE id = $1`, [stream.id]);
  const group = await createGroup(admin, { streams: [stream] });
  for (const [name, pipeline] of Object.entries(FILTERS)) {
    await createFilter(admin, { group, stream, name, pipeline: JSON.stringify(pipeline) });
  }
  await admin.end();
  const broker = new BrokerDatabase(database.broker);
  const adapter = adapterOf('lsst');
  const stageMs: StageTimes = { decode: 0, look_up: 0, history: 0, filter: 0, store: 0 };
  let [alerts, passed] = [0, 0];
  const filters = new PgFilterLibrary(broker, adapter);
  const before = process.cpuUsage();
  const start = performance.now();
  await runPipeline(packetList(packets, 500), {
    ...{ adapter, store: new PgAlertStore(broker, adapter), filters, consumer: 'benchmark' },
    matcher: new PgCrossMatcher(broker, 'lsst'),
    onBatch: (write) => {
      alerts += write.alerts.length;
      for (const one of write.counts) passed += one.passed;
      for (const stage of Object.keys(stageMs) as (keyof StageTimes)[]) {
        stageMs[stage] += write.stageMs[stage];
      }
    },
  });
  const seconds = (performance.now() - start) / 1000;
  const { user, system } = process.cpuUsage(before);
  await filters.close();
  await broker.close();
  const round = (value: number) => Number(value.toFixed(2));
  const result = {
    packets_per_s: round(alerts / seconds),
    alerts,
    passed,
    kb_per_packet: round((megabytes * 1000) / packets.length),
    cpu_ms_per_packet: round((user + system) / 1000 / alerts),
    ms_per_packet: Object.fromEntries(
      Object.entries(stageMs).map(([stage, ms]) => [stage, round(ms / alerts)]),
    ),
  };
  if (values.json) process.stdout.write(`${JSON.stringify(result)}\n`);
  else for (const [key, value] of Object.entries(result)) console.log(key, JSON.stringify(value));
} finally {
  await database.drop();
}
