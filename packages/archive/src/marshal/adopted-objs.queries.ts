import { stringifyExact } from '@fritz/contract';
import type { PhotometryPoint } from '@fritz/surveys';
import type { ViewerTx } from '../viewer/viewer-tx.ts';
import type { AlertArchive } from './alert-archive.ts';

/**
 * Makes an object of the archive known to the marshal, with what the viewer may see of its light
 * curve as photometry; the broker appends to it from then on. Again, by a viewer who sees more, it
 * adds what was missing.
 *
 * @returns false where the viewer sees no alert of such an object
 */
export async function adoptObj(
  tx: ViewerTx,
  alerts: AlertArchive,
  objId: string,
): Promise<boolean> {
  // The lock that the broker holds while it stores alerts of the object: neither misses the other.
  await tx.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [objId]);
  const [row] = await tx.query<{ seen: boolean }>('SELECT adopt_obj($1) AS seen', [objId]);
  if (!row?.seen) return false;
  // Taken once: none are, too.
  const points: readonly PhotometryPoint[] = await alerts.photometry(tx, objId);
  await tx.query('SELECT adopt_photometry($1, $2)', [objId, stringifyExact(points)]);
  return true;
}
