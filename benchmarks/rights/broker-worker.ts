/** Reads a folder of packets at a steady rate until its input ends, and reports. */
import { setTimeout as delay } from 'node:timers/promises';
import { BrokerDatabase, PgAlertStore, PgFilterLibrary } from '@fritz/archive';
import { type PacketBatch, type PacketSource, runPipeline } from '@fritz/pipeline';
import { fileSource } from '@fritz/streams';
import { ZtfAdapter } from '@fritz/surveys';

const { config, folder, packetsPerS } = JSON.parse(process.argv[2] ?? '{}');
let isOver = false;
process.stdin.resume().on('end', () => {
  isOver = true;
});
const start = performance.now();
let packets = 0;

/** Hands on what has come by now, until it is over. */
function paced(source: PacketSource): PacketSource {
  async function* batches(): AsyncGenerator<PacketBatch> {
    for await (const batch of source.batches()) {
      const dueMs = (packets / packetsPerS) * 1000 - (performance.now() - start);
      if (dueMs > 0) await delay(dueMs);
      if (isOver) return;
      yield batch;
    }
  }
  return { batches, fenced: (batch) => source.fenced(batch), close: () => source.close() };
}

const broker = new BrokerDatabase(config);
const adapter = new ZtfAdapter();
await runPipeline(paced(fileSource([folder], { batchSize: 100 })), {
  adapter,
  store: new PgAlertStore(broker, adapter),
  filters: new PgFilterLibrary(broker, adapter),
  consumer: 'benchmark',
  onBatch: (write) => {
    packets += write.alerts.length;
  },
});
const seconds = (performance.now() - start) / 1000;
await broker.close();
process.stdout.write(JSON.stringify({ packets, seconds, hadEnough: isOver }));
