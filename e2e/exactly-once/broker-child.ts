// One broker of the test, in a process of its own: what `fritz broker` runs, with a short session.
import { BrokerDatabase, PgAlertStore, PgFilterLibrary, PgOffsetStore } from '@fritz/archive';
import { type OffsetStore, runPipeline } from '@fritz/pipeline';
import { kafkaSource } from '@fritz/streams';
import { ZtfAdapter } from '@fritz/surveys';
import type { BrokerMessage, BrokerTask } from './broker-process.ts';

const task = JSON.parse(process.argv[2] ?? '') as BrokerTask;
const tell = (message: BrokerMessage) => {
  if (process.connected) process.send?.(message);
};

const database = new BrokerDatabase(task.database);
const adapter = new ZtfAdapter();
const filters = new PgFilterLibrary(database, adapter);
await filters.listen(task.database);
const stored = new PgOffsetStore(database);
const offsets: OffsetStore = {
  async claim(consumer, partitions) {
    const claims = await stored.claim(consumer, partitions);
    tell({
      type: 'claimed',
      offsets: claims.map(({ partition, nextOffset }) => [partition, String(nextOffset)]),
    });
    return claims;
  },
};
const log = (_: object, message: string) => tell({ type: 'log', message });
const source = kafkaSource({
  brokers: task.kafka,
  clientId: task.group,
  topics: [task.topic],
  group: task.group,
  offsets,
  batchSize: task.batchSize,
  batchMs: 20,
  sessionTimeoutMs: task.sessionTimeoutMs,
  logger: { info: log, warn: log, error: log },
});
process.once('SIGTERM', () => void source.close());
// Without the test there is nobody to stop it.
const onOrphaned = () => process.exit(1);
process.once('disconnect', onOrphaned);
tell({ type: 'ready' });
await runPipeline(source, {
  adapter,
  store: new PgAlertStore(database, adapter),
  filters,
  consumer: task.group,
  onWait: (error) => tell({ type: 'log', message: error.message }),
  onBatch: ({ progress }) =>
    tell({ type: 'stored', offsets: progress.map(({ partition, to }) => [partition, String(to)]) }),
});
await filters.close();
await database.close();
process.off('disconnect', onOrphaned);
process.disconnect?.();
