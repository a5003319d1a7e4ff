import type { ViewerTx } from '../../viewer/viewer-tx.ts';
import { surveySchemas, surveyTables } from './alert-tables.ts';
import { catalogTables, releaseTables } from './catalog-tables.ts';
import { MARSHAL_SCHEMA, marshalTables } from './marshal-tables.ts';
import { type TapSchema, tapSchemaTables } from './tap-schema.ts';
import type { TapTable } from './tap-table.ts';

/** All that queries can name, schema by schema. */
export interface TapTables {
  readonly schemas: readonly TapSchema[];
  readonly tables: readonly TapTable[];
}

const OTHER_SCHEMAS: readonly TapSchema[] = [
  { name: 'marshal', description: MARSHAL_SCHEMA },
  {
    name: 'catalogs',
    description: 'Catalogs of stars, galaxies and the like that are loaded here',
  },
  { name: 'releases', description: 'Light curves of data releases, as far as you may see them' },
  { name: 'tap_schema', description: 'What tables there are, and their columns' },
];

/** The tables that there are now. They are the same for everyone; their rows are not. */
export async function listTapTables(tx: Pick<ViewerTx, 'query'>): Promise<TapTables> {
  const [catalogs, releases] = await Promise.all([catalogTables(tx), releaseTables(tx)]);
  const tables = [...surveyTables, ...marshalTables, ...catalogs, ...releases];
  const schemas = [
    ...[...surveySchemas].map(([name, description]) => ({ name, description })),
    ...OTHER_SCHEMAS.filter(
      ({ name }) => name === 'tap_schema' || tables.some(({ schema }) => schema === name),
    ),
  ];
  return { schemas, tables: [...tables, ...tapSchemaTables(schemas, tables)] };
}
