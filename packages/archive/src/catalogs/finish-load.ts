import type { ClientBase } from 'pg';
import { indexFastMovers } from '../crossmatch/match-settings.ts';
import { catalogsChannel, dataTable } from './catalog.ts';
import { CatalogError } from './catalog-error.ts';
import {
  FILE_STRIDE,
  type LoadReport,
  type LoadState,
  MAX_EXAMPLES,
  type RefusedRecord,
} from './load-plan.ts';
import { idTypeOf } from './place-rows.ts';
import { abandonLoad, releaseCatalog } from './start-load.ts';
import { nameColumns, sqlType } from './table-columns.ts';

/** Memory for sorting a catalog and building its indexes; what does not fit goes to disk. */
const SORT_MEMORY = '256MB';

interface Finish {
  readonly id: number;
  readonly state: LoadState;
  readonly isStrict?: boolean;
  readonly onStage?: (stage: string) => void;
}

/** Makes the table of the new version and puts it in the place of the old one. */
export async function finishLoad(client: ClientBase, finish: Finish): Promise<LoadReport> {
  const { id, onStage = () => {} } = finish;
  onStage('looking for ids that come twice');
  const state = await withoutDuplicates(client, finish);
  if (state.rows === 0) {
    await abandonLoad(client, id);
    const reason = state.examples[0] ? `: ${state.examples[0].reason}` : '';
    throw new CatalogError('no_rows', `no row of ${state.plan.name} can be used${reason}`);
  }
  onStage('sorting by place');
  await buildTable(client, id, state);
  onStage('putting the new version in place');
  await replaceVersion(client, id, state);
  const { version, rows, refused, examples } = state;
  return { version, rows, refused, examples };
}

/** Of objects with one id the first of the files stays; the others are told as bad records. */
async function withoutDuplicates(client: ClientBase, finish: Finish): Promise<LoadState> {
  const { id, state } = finish;
  await client.query('DROP TABLE IF EXISTS pg_temp.repeated');
  await client.query(`SET work_mem = '${SORT_MEMORY}'`);
  await client.query(
    `CREATE TEMP TABLE repeated AS SELECT cat_id, min(cat_row) AS kept
       FROM fritz_catalogs.load_${id} GROUP BY cat_id HAVING count(*) > 1`,
  );
  const { rows } = await client.query<{ count: bigint }>(
    `SELECT count(*) AS count FROM fritz_catalogs.load_${id} l JOIN repeated r USING (cat_id)
      WHERE l.cat_row <> r.kept`,
  );
  const count = Number(rows[0]?.count ?? 0);
  if (count === 0) return state;
  const examples = await repeatedExamples(client, id, state);
  if (finish.isStrict) {
    await abandonLoad(client, id);
    const [first] = examples;
    throw new CatalogError(
      'bad_rows',
      `${first?.file}: record ${first?.place}: ${first?.reason}; nothing was loaded, since --strict lets no bad record pass`,
    );
  }
  return {
    ...state,
    rows: state.rows - count,
    refused: state.refused + count,
    examples: [...state.examples, ...examples].slice(0, MAX_EXAMPLES),
  };
}

async function repeatedExamples(
  client: ClientBase,
  id: number,
  state: LoadState,
): Promise<RefusedRecord[]> {
  const { rows } = await client.query<{ row: bigint; kept: bigint; id: string }>(
    `SELECT l.cat_row AS row, r.kept, l.cat_id::text AS id
       FROM fritz_catalogs.load_${id} l JOIN repeated r USING (cat_id)
      WHERE l.cat_row <> r.kept ORDER BY l.cat_row LIMIT ${MAX_EXAMPLES}`,
  );
  const fileOf = (row: bigint) => state.plan.files[Number(row / FILE_STRIDE)]?.path ?? '';
  return rows.map(({ row, kept, id: repeated }) => ({
    file: fileOf(row),
    place: Number(row % FILE_STRIDE),
    reason: `id ${repeated} is there already, in record ${kept % FILE_STRIDE}${fileOf(kept) === fileOf(row) ? '' : ` of ${fileOf(kept)}`}`,
  }));
}

async function buildTable(client: ClientBase, id: number, state: LoadState): Promise<void> {
  const { plan, version } = state;
  const table = dataTable({ id, version });
  const idType = idTypeOf(plan.columns, plan.position.idColumn);
  const columns = nameColumns(plan.columns);
  const names = [
    'cat_id',
    'cat_ra',
    'cat_dec',
    'hpx',
    ...columns.map(({ column }) => `"${column}"`),
  ];
  const isRepeated = await client.query('SELECT FROM repeated LIMIT 1');
  const kept = isRepeated.rowCount
    ? `WHERE NOT EXISTS (SELECT FROM repeated r WHERE r.cat_id = l.cat_id AND r.kept <> l.cat_row)`
    : '';
  // What an interrupted one left behind.
  await client.query(`DROP TABLE IF EXISTS ${table}`);
  await client.query(
    `CREATE TABLE ${table} (
       cat_id ${sqlType(idType)} NOT NULL, cat_ra double precision NOT NULL,
       cat_dec double precision NOT NULL, hpx bigint NOT NULL,
       ${columns.map(({ column, type }) => `"${column}" ${sqlType(type)}`).join(', ')})`,
  );
  await client.query(
    `INSERT INTO ${table} (${names.join(', ')})
     SELECT ${names.join(', ')} FROM fritz_catalogs.load_${id} l ${kept} ORDER BY hpx, cat_id`,
  );
  await client.query(`SET maintenance_work_mem = '${SORT_MEMORY}'`);
  await client.query(`CREATE INDEX ON ${table} (hpx)`);
  const { settings } = plan;
  await indexFastMovers(client, { id, version, kind: 'loaded', columns, settings });
  await client.query(`ALTER TABLE ${table} ADD PRIMARY KEY (cat_id)`);
  // Index-only and bitmap scans want the map of pages that everybody sees.
  await client.query(`VACUUM (ANALYZE) ${table}`);
  await client.query(`GRANT SELECT ON ${table} TO fritz_app, fritz_broker, fritz_public`);
}

async function replaceVersion(client: ClientBase, id: number, state: LoadState): Promise<void> {
  const { plan, version } = state;
  await client.query('BEGIN');
  try {
    const before = await client.query<{ version: number; kind: string; state: string }>(
      'SELECT version, kind, state FROM fritz.catalogs WHERE id = $1 FOR UPDATE',
      [id],
    );
    await client.query(
      `UPDATE fritz.catalogs SET kind = 'loaded', version = $2, state = 'ready', columns = $3,
         id_column = $4, id_type = $5, ra_column = $6, dec_column = $7, epoch_mjd = $8, preset = $9,
         radius_arcsec = $10, settings = $11, rows = $12, loaded_at = now(), location = NULL,
         loading = NULL
       WHERE id = $1`,
      [
        id,
        version,
        JSON.stringify(nameColumns(plan.columns)),
        plan.position.idColumn,
        idTypeOf(plan.columns, plan.position.idColumn),
        plan.position.raColumn,
        plan.position.decColumn,
        plan.epochMjd,
        plan.preset,
        plan.radiusArcsec,
        JSON.stringify(plan.settings),
        state.rows,
      ],
    );
    await client.query(`NOTIFY ${catalogsChannel}`);
    await client.query('COMMIT');
    const old = before.rows[0]?.version ?? 0;
    if (old > 0) await client.query(`DROP TABLE IF EXISTS ${dataTable({ id, version: old })}`);
  } catch (error) {
    await client.query('ROLLBACK').catch(() => {});
    throw error;
  }
  await client.query(`DROP TABLE IF EXISTS fritz_catalogs.load_${id}, pg_temp.repeated`);
  await releaseCatalog(client, id);
}
