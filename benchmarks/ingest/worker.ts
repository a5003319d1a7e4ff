/** Runs the pipeline over a folder in a process of its own, as `fritz ingest` does, and reports. */
import { BrokerDatabase, PgAlertStore, PgFilterLibrary } from '@fritz/archive';
import { runPipeline, type StageTimes } from '@fritz/pipeline';
import { fileSource } from '@fritz/streams';
import { ZtfAdapter } from '@fritz/surveys';

const { config, folder } = JSON.parse(process.argv[2] ?? '{}');
const broker = new BrokerDatabase(config);
const adapter = new ZtfAdapter();
const stageMs: StageTimes = { decode: 0, look_up: 0, history: 0, filter: 0, store: 0 };
const rssMb: number[] = [];
let alerts = 0;
const passed: Record<string, number> = {};
let quarantined = 0;
const start = performance.now();
await runPipeline(fileSource([folder]), {
  adapter,
  store: new PgAlertStore(broker, adapter),
  filters: new PgFilterLibrary(broker, adapter),
  consumer: 'benchmark',
  onBatch: (write) => {
    alerts += write.alerts.length;
    quarantined += write.quarantined.length;
    for (const { name, passed: n } of write.counts) passed[name] = (passed[name] ?? 0) + n;
    for (const stage of Object.keys(stageMs) as (keyof StageTimes)[]) {
      stageMs[stage] += write.stageMs[stage];
    }
    rssMb.push(process.memoryUsage.rss() / 2 ** 20);
  },
});
const seconds = (performance.now() - start) / 1000;
await broker.close();
process.stdout.write(
  `${JSON.stringify({ alerts, passed, quarantined, seconds, stageMs, rssMb, cpu: process.cpuUsage() })}\n`,
);
