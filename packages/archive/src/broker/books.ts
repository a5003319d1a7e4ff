import { createHash } from 'node:crypto';
import type { BatchWrite, QuarantinedPacket } from '@fritz/pipeline';
import type { ClientBase } from 'pg';
import { plainText } from './json-text.ts';

/** The batch itself, what each filter version made of it, and what could not be read. */
export async function insertBooks(
  client: ClientBase,
  survey: string,
  write: BatchWrite,
): Promise<void> {
  const quarantined = await insertQuarantine(client, survey, write.quarantined);
  const { rows } = await client.query<{ id: bigint }>(
    `INSERT INTO batches (survey, consumer, packets, new, known, quarantined, stage_ms)
     VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id`,
    [
      survey,
      write.consumer,
      write.packets,
      write.alerts.length,
      write.known,
      quarantined,
      JSON.stringify(write.stageMs),
    ],
  );
  const { counts } = write;
  if (counts.length === 0) return;
  await client.query(
    `INSERT INTO filter_counts (batch_id, filter_version_id, evaluated, passed, rejected, failed,
       elapsed_us, failure, failure_candid, failure_program_id, max_us, steps, max_steps)
     SELECT $1, * FROM unnest($2::int[], $3::int[], $4::int[], $5::int[], $6::int[], $7::bigint[],
       $8::text[], $9::bigint[], $10::smallint[], $11::bigint[], $12::bigint[], $13::bigint[])`,
    [
      rows[0]?.id,
      counts.map((count) => count.versionId),
      counts.map((count) => count.evaluated),
      counts.map((count) => count.passed),
      counts.map((count) => count.rejected),
      counts.map((count) => count.failed),
      counts.map((count) => Math.round(count.elapsedUs)),
      counts.map((count) => (count.failure === null ? null : plainText(count.failure))),
      counts.map((count) => count.failureCandid),
      counts.map((count) => count.failureProgramId),
      counts.map((count) => Math.round(count.maxUs)),
      counts.map((count) => count.steps),
      counts.map((count) => count.maxSteps),
    ],
  );
}

/** @returns how many packets are new to the quarantine; the same bytes are kept once */
async function insertQuarantine(
  client: ClientBase,
  survey: string,
  quarantined: readonly QuarantinedPacket[],
): Promise<number> {
  let kept = 0;
  for (const { packet, code, reason } of quarantined) {
    const { kind, name, partition, offset } = packet.origin;
    const sha256 = createHash('sha256').update(packet.bytes).digest();
    const { rowCount } = await client.query(
      `INSERT INTO quarantine (survey, origin_kind, origin_name, origin_partition, origin_offset,
         code, reason, bytes, sha256)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (survey, sha256) DO NOTHING`,
      [
        survey,
        kind,
        plainText(name),
        partition,
        offset,
        code,
        plainText(reason),
        Buffer.from(packet.bytes),
        sha256,
      ],
    );
    kept += rowCount ?? 0;
  }
  return kept;
}
