import type { BrokerDatabase } from './broker-database.ts';

/** What one part of a sweep did; `last` is null at its end. */
export interface ExpiredPart {
  readonly last: bigint | null;
  readonly candidates: number;
  readonly objs: number;
}

/** Looked at in one transaction: their objects are kept from brokers so long. */
const PART = 500;

/**
 * Deletes those of the next candidates after one that passed before a time and whose objects nobody
 * wanted, with such objects themselves (docs/adr/0033).
 */
export async function expireCandidates(
  database: BrokerDatabase,
  afterId: bigint,
  before: Date,
): Promise<ExpiredPart> {
  return database.transact(async (client) => {
    const { rows } = await client.query<{
      last: bigint | null;
      candidates_gone: number;
      objs_gone: number;
    }>('SELECT * FROM expire_candidates($1, $2, $3)', [afterId, before, PART]);
    const [row] = rows;
    return {
      last: row?.last ?? null,
      candidates: row?.candidates_gone ?? 0,
      objs: row?.objs_gone ?? 0,
    };
  });
}
