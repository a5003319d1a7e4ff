import type { BrokerDatabase } from './broker-database.ts';

export interface QuarantineEntry {
  readonly id: bigint;
  readonly survey: string;
  readonly originKind: 'kafka' | 'file';
  readonly originName: string;
  readonly originPartition: number;
  readonly originOffset: bigint;
  readonly code: string;
  readonly reason: string;
  readonly sizeBytes: number;
  readonly receivedAt: Date;
  readonly resolvedAt: Date | null;
}

const ENTRY = `id, survey, origin_kind AS "originKind", origin_name AS "originName",
  origin_partition AS "originPartition", origin_offset AS "originOffset", code, reason,
  length(bytes) AS "sizeBytes", received_at AS "receivedAt", resolved_at AS "resolvedAt"`;

/** Packets that could not be read, newest first. */
export async function listQuarantine(
  database: BrokerDatabase,
  options: { readonly includeResolved?: boolean; readonly limit?: number } = {},
): Promise<QuarantineEntry[]> {
  const { rows } = await database.use((client) =>
    client.query<QuarantineEntry>(
      `SELECT ${ENTRY} FROM quarantine WHERE $1 OR resolved_at IS NULL ORDER BY id DESC LIMIT $2`,
      [options.includeResolved ?? false, options.limit ?? 100],
    ),
  );
  return rows;
}

/** One packet with its bytes, or null. */
export async function readQuarantined(
  database: BrokerDatabase,
  id: bigint,
): Promise<(QuarantineEntry & { readonly bytes: Uint8Array }) | null> {
  const { rows } = await database.use((client) =>
    client.query<QuarantineEntry & { bytes: Buffer }>(
      `SELECT ${ENTRY}, bytes FROM quarantine WHERE id = $1`,
      [id],
    ),
  );
  return rows[0] ?? null;
}

/** Notes that a retry read the packet after all, or why it still could not be read. */
export async function noteRetry(
  database: BrokerDatabase,
  id: bigint,
  failure: { readonly code: string; readonly reason: string } | null,
): Promise<void> {
  await database.use((client) =>
    failure
      ? client.query('UPDATE quarantine SET code = $2, reason = $3 WHERE id = $1', [
          id,
          failure.code,
          failure.reason,
        ])
      : client.query('UPDATE quarantine SET resolved_at = now() WHERE id = $1', [id]),
  );
}
