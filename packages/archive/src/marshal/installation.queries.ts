import type { Reading } from '../viewer/reading.ts';
import type { ViewerTx } from '../viewer/viewer-tx.ts';

/** What a page asks of the installation before anything else. */
export interface InstallationRow {
  survey_images: boolean;
  /** The group of all; null: there is none, or the viewer does not see it. */
  sitewide_id: number | null;
  sitewide_name: string | null;
}

/** One row; none for who is nobody. */
export const installationReading: Reading<InstallationRow> = {
  name: 'installation',
  text: `SELECT s.survey_images, g.id AS sitewide_id, g.name AS sitewide_name
    FROM installation_settings s LEFT JOIN groups g ON g.sitewide`,
  values: [],
};

/** Whether pictures of surveys are switched on. */
export async function areSurveyImagesOn(tx: ViewerTx): Promise<boolean> {
  const [row] = await tx.query<{ survey_images: boolean }>(
    'SELECT survey_images FROM installation_settings',
  );
  return row?.survey_images ?? false;
}

/** Switches pictures of surveys on or off; false where the viewer may not. */
export async function switchSurveyImages(tx: ViewerTx, isOn: boolean): Promise<boolean> {
  const rows = await tx.query('UPDATE installation_settings SET survey_images = $1 RETURNING id', [
    isOn,
  ]);
  return rows.length > 0;
}

/** Where an object is, if the viewer sees it. */
export async function findPlace(
  tx: ViewerTx,
  objId: string,
): Promise<{ ra: number; dec: number } | null> {
  const [row] = await tx.query<{ ra: number; dec: number }>(
    'SELECT ra, dec FROM objs WHERE id = $1',
    [objId],
  );
  return row ?? null;
}
