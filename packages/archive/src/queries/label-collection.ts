import type { Survey } from '@fritz/surveys';
import type { Collection } from './collection.ts';
import { estimateRows } from './estimate-rows.ts';

const field = (sql: string, type: 'int8' | 'text') => ({
  ...{ sql, type, isNullable: false, extraKey: null },
});
const FIELDS = new Map([
  ['_id', field('a.candid', 'int8')],
  ['objectId', field('a.object_id', 'text')],
]);

/** What was said of a survey's alerts: of a name that several said the last word counts. */
export function labelCollection({ name: survey, collection }: Survey): Collection {
  const said = (kind: string) =>
    `coalesce(jsonb_object_agg(name, value ORDER BY said_at) FILTER (WHERE kind = '${kind}'), '{}') AS ${kind}`;
  return {
    ...{ name: `${collection}_classifications`, kind: 'other', batchRows: 500 },
    from: `(SELECT candid, min(object_id) AS object_id, ${said('human_labels')}, ${said('ml_scores')}
      FROM alert_labels WHERE survey = '${survey}' GROUP BY candid)`,
    ...{ always: [], indexed: ['_id'], place: null },
    // Scores are doubles, whatever their names.
    doubles: new Map(),
    field: (path) => FIELDS.get(path) ?? null,
    columns: () => ['a.candid', 'a.object_id', 'a.human_labels', 'a.ml_scores'],
    documents: async (_tx, rows) =>
      rows.map(({ candid, object_id, human_labels, ml_scores }) => {
        return { _id: candid, objectId: object_id, human_labels, ml_scores };
      }),
    narrow: () => [],
    estimate: (tx) => estimateRows(tx, 'alert_labels', `survey = '${survey}'`),
  };
}
