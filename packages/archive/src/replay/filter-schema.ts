import { type DocumentField, type DocumentSchema, wholeDocumentSchema } from '@fritz/surveys';
import { listMatchFields } from '../crossmatch/match-fields.ts';
import { listScoreFields } from '../scores/score-fields.ts';
import type { ViewerTx } from '../viewer/viewer-tx.ts';
import type { CheckedAgainst } from './check-filter.ts';

const MATCHES: DocumentField = { path: 'cross_matches', type: 'object', nullable: false };

/**
 * What documents of a survey's alerts have in this archive: beside what its packets and those of
 * linked objects bring, the fields of the catalogs that alerts are matched with, and the scores of its
 * models.
 */
export async function loadFilterSchema(
  tx: Pick<ViewerTx, 'query'>,
  survey: string,
): Promise<CheckedAgainst> {
  const own = wholeDocumentSchema(survey).filter(({ path }) => path !== MATCHES.path);
  const matches = await listMatchFields(tx);
  const scores = await listScoreFields(tx, survey);
  const documentSchema: DocumentSchema = [...own, MATCHES, ...matches, ...scores];
  return { documentSchema };
}
