/** Stores simulated alerts at a rate, until its input ends. node ingest-worker.ts '{"config", "perSecond", "seconds"}' */
import { BrokerDatabase, PgAlertStore, PgFilterLibrary } from '@fritz/archive';
import { runPipeline } from '@fritz/pipeline';
import { simulateNight, ZtfAdapter } from '@fritz/surveys';
import { packetList } from '@fritz/testing';

const { config, perSecond, seconds } = JSON.parse(process.argv[2] ?? '{}');
const perBatch = Math.ceil(perSecond / 5);
// A kept database has the nights of earlier runs, and stores nothing of them again.
const run = Math.floor(Date.now() / 60_000);
const day = String(1 + (run % 28)).padStart(2, '0');
const night = { seed: run, night: `202611${day}`, alerts: Math.ceil(perSecond * seconds) };
const packets = Array.from(simulateNight(night), ({ bytes }) => bytes);
const broker = new BrokerDatabase(config);
const adapter = new ZtfAdapter();
const store = new PgAlertStore(broker, adapter);
const filters = new PgFilterLibrary(broker, adapter);
let isOver = false;
process.stdin.resume();
process.stdin.on('end', () => {
  isOver = true;
});
process.stdout.write('ready\n');
let stored = 0;
const start = performance.now();
for (let at = 0; at < packets.length && !isOver; at += perBatch) {
  const source = packetList(packets.slice(at, at + perBatch), perBatch);
  const consumer = `benchmark ${process.pid} ${at}`;
  await runPipeline(source, {
    ...{ adapter, store, filters, consumer },
    onBatch: ({ alerts }) => {
      stored += alerts.length;
    },
  });
  const due = start + ((at + perBatch) / perSecond) * 1000;
  const wait = due - performance.now();
  if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
}
await broker.close();
const took = (performance.now() - start) / 1000;
process.stdout.write(`${JSON.stringify({ stored, per_s: stored / took })}\n`);
