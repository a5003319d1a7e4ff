import type { ViewerTx } from '../viewer/viewer-tx.ts';

/** What is thought of a point of photometry. */
export interface ValidationRow {
  id: bigint;
  photometry_id: bigint;
  /** null: ambiguous. */
  validated: boolean | null;
  validator_id: number | null;
  explanation: string | null;
  notes: string | null;
  created_at: Date;
  modified_at: Date;
}

/** A verdict as it is given; what is absent of a change stays. */
export interface Verdict {
  validated?: boolean | null;
  explanation?: string | null;
  notes?: string | null;
}

/** The verdict on a point; null where there is none, or the viewer does not see the point. */
export async function findValidation(tx: ViewerTx, pointId: bigint): Promise<ValidationRow | null> {
  const row = await tx.db
    .selectFrom('photometry_validations')
    .selectAll()
    .where('photometry_id', '=', pointId)
    .executeTakeFirst();
  return row ?? null;
}

/** The verdicts on the points of an object that the viewer sees. */
export function listValidations(tx: ViewerTx, objId: string): Promise<ValidationRow[]> {
  return tx.query<ValidationRow & Record<string, unknown>>(
    `SELECT v.* FROM photometry_validations v JOIN photometry p ON p.id = v.photometry_id
      WHERE p.obj_id = $1`,
    [objId],
  );
}

/** Judges a point; null where there is a verdict already. */
export async function addValidation(
  tx: ViewerTx,
  pointId: bigint,
  verdict: Verdict & { validator_id: number },
): Promise<bigint | null> {
  const row = await tx.db
    .insertInto('photometry_validations')
    .values({ photometry_id: pointId, ...verdict })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  return row?.id ?? null;
}

/** Changes the verdict on a point; null where the viewer may not, or there is none. */
export async function changeValidation(
  tx: ViewerTx,
  pointId: bigint,
  verdict: Verdict & { validator_id: number },
): Promise<bigint | null> {
  const row = await tx.db
    .updateTable('photometry_validations')
    .set({ ...verdict, modified_at: new Date() })
    .where('photometry_id', '=', pointId)
    .returning('id')
    .executeTakeFirst();
  return row?.id ?? null;
}

/** Takes the verdict on a point back; null where the viewer may not, or there is none. */
export async function removeValidation(tx: ViewerTx, pointId: bigint): Promise<bigint | null> {
  const row = await tx.db
    .deleteFrom('photometry_validations')
    .where('photometry_id', '=', pointId)
    .returning('id')
    .executeTakeFirst();
  return row?.id ?? null;
}
