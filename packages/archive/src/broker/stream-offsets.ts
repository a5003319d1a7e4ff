import {
  FencedError,
  type OffsetStore,
  type PartitionClaim,
  type PartitionProgress,
} from '@fritz/pipeline';
import type { ClientBase } from 'pg';
import type { BrokerDatabase } from './broker-database.ts';

/** How far each partition was read: a table, so that offsets and alerts are one transaction. */
export class PgOffsetStore implements OffsetStore {
  private readonly database: BrokerDatabase;

  constructor(database: BrokerDatabase) {
    this.database = database;
  }

  async claim(
    consumer: string,
    partitions: readonly { topic: string; partition: number }[],
  ): Promise<readonly PartitionClaim[]> {
    return this.database.use(async (client) => {
      const { rows } = await client.query<{
        topic: string;
        partition: number;
        epoch: number;
        next_offset: bigint;
      }>(
        `INSERT INTO stream_offsets (consumer, topic, partition)
         SELECT $1, topic, partition FROM unnest($2::text[], $3::int[]) AS t (topic, partition)
         ORDER BY 2, 3
         ON CONFLICT (consumer, topic, partition)
           DO UPDATE SET epoch = stream_offsets.epoch + 1, updated_at = now()
         RETURNING topic, partition, epoch, next_offset`,
        [consumer, partitions.map((p) => p.topic), partitions.map((p) => p.partition)],
      );
      return rows.map(({ next_offset, ...row }) => ({ ...row, nextOffset: next_offset }));
    });
  }
}

/**
 * Moves a batch's partitions on, each from the offset and under the epoch that the batch expects.
 *
 * @returns true when the batch was stored before (its commit succeeded, but nobody heard of it)
 * @throws FencedError when another consumer has claimed one of the partitions since
 */
export async function advanceOffsets(
  client: ClientBase,
  consumer: string,
  progress: readonly PartitionProgress[],
): Promise<boolean> {
  if (progress.length === 0) return false;
  const { rows } = await client.query<{
    topic: string;
    partition: number;
    epoch: number;
    next_offset: bigint;
  }>(
    `SELECT topic, partition, epoch, next_offset FROM stream_offsets
     WHERE consumer = $1 AND (topic, partition) IN (SELECT * FROM unnest($2::text[], $3::int[]))
     ORDER BY topic, partition FOR UPDATE`,
    [consumer, progress.map((p) => p.topic), progress.map((p) => p.partition)],
  );
  const stored = new Map(rows.map((row) => [`${row.topic}/${row.partition}`, row]));
  let done = 0;
  for (const part of progress) {
    const row = stored.get(`${part.topic}/${part.partition}`);
    const isOurs = row?.epoch === part.epoch;
    if (isOurs && row.next_offset === part.to && part.to > part.from) done += 1;
    else if (!isOurs || row.next_offset !== part.from) throw fenced(part, row);
  }
  if (done === progress.length) return true;
  if (done > 0) throw new Error('a batch was stored in part, which a transaction forbids');
  await client.query(
    `UPDATE stream_offsets o SET next_offset = n.next_offset, updated_at = now()
     FROM unnest($2::text[], $3::int[], $4::bigint[]) AS n (topic, partition, next_offset)
     WHERE o.consumer = $1 AND o.topic = n.topic AND o.partition = n.partition`,
    [
      consumer,
      progress.map((p) => p.topic),
      progress.map((p) => p.partition),
      progress.map((p) => p.to),
    ],
  );
  return false;
}

function fenced(
  part: PartitionProgress,
  row: { epoch: number; next_offset: bigint } | undefined,
): FencedError {
  const found = row ? `offset ${row.next_offset}, epoch ${row.epoch}` : 'no claim';
  return new FencedError(
    `partition ${part.partition} of ${part.topic} belongs to another consumer now ` +
      `(expected offset ${part.from}, epoch ${part.epoch}; found ${found})`,
  );
}
