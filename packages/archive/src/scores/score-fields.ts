import type { DocumentField } from '@fritz/surveys';
import type { ViewerTx } from '../viewer/viewer-tx.ts';

/** The fields that models in force give documents of a survey's alerts. */
export async function listScoreFields(tx: ViewerTx, survey: string): Promise<DocumentField[]> {
  const rows = await tx.query<{ name: string }>(
    'SELECT name FROM models WHERE survey = $1 AND active ORDER BY name',
    [survey],
  );
  return rows.flatMap(({ name }): DocumentField[] => [
    { path: `classifications.${name}`, type: 'float', nullable: true },
    { path: `classifications.${name}_version`, type: 'string', nullable: true },
  ]);
}
