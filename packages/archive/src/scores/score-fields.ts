import type { DocumentField } from '@fritz/surveys';
import type { ViewerTx } from '../viewer/viewer-tx.ts';

/** The fields that models give documents of a survey's alerts; those not in force gave past ones. */
export async function listScoreFields(
  tx: Pick<ViewerTx, 'query'>,
  survey: string,
): Promise<DocumentField[]> {
  const rows = await tx.query<{ name: string; active: boolean }>(
    'SELECT name, bool_or(active) AS active FROM models WHERE survey = $1 GROUP BY name ORDER BY name',
    [survey],
  );
  return rows.flatMap(({ name, active }): DocumentField[] => {
    const past = active ? {} : ({ isPast: true } as const);
    return [
      { path: `classifications.${name}`, type: 'float', nullable: true, ...past },
      { path: `classifications.${name}_version`, type: 'string', nullable: true, ...past },
    ];
  });
}
