import type { ViewerTx } from '../viewer/viewer-tx.ts';

/** Where an object is: ICRS, degrees. */
export interface ObjPlace {
  id: string;
  ra: number;
  dec: number;
}

/** Those of these objects that the viewer sees. */
export function findObjPlaces(tx: ViewerTx, ids: readonly string[]): Promise<ObjPlace[]> {
  return tx.query<ObjPlace & Record<string, unknown>>(
    'SELECT id, ra, dec FROM objs WHERE id = ANY ($1)',
    [[...ids]],
  );
}

/** What uploads need to know of an instrument. */
export interface UploadInstrument {
  id: number;
  name: string;
  /** imager, spectrograph, imaging spectrograph … */
  type: string;
  filters: string[];
}

/** Those of these instruments that there are. */
export function findUploadInstruments(
  tx: ViewerTx,
  ids: readonly number[],
): Promise<UploadInstrument[]> {
  return tx.query<UploadInstrument & Record<string, unknown>>(
    'SELECT id, name, type, filters FROM instruments WHERE id = ANY ($1)',
    [[...ids]],
  );
}

/** Those of these streams that the viewer may read; all of them, of the system's admins. */
export async function findReadableStreams(tx: ViewerTx, ids: readonly number[]): Promise<number[]> {
  const rows = await tx.query<{ id: number }>(
    `SELECT s.id FROM streams s WHERE s.id = ANY ($1)
       AND (s.id IN (SELECT viewer_streams()) OR (SELECT viewer_has('System admin')))`,
    [[...ids]],
  );
  return rows.map(({ id }) => id);
}
