import { isAbsolute } from 'node:path';
import type { TableColumn } from '@fritz/formats';
import type { ClientBase } from 'pg';
import { type CatalogSettings, catalogName, catalogsChannel, dataTable } from '../catalog.ts';
import { CatalogError } from '../catalog-error.ts';
import { compilePlacing, idTypeOf, type PositionPlan } from '../place-rows.ts';
import { abandonLoad, claimCatalog, releaseCatalog } from '../start-load.ts';
import { nameColumns } from '../table-columns.ts';
import { isRemote } from './hats-place.ts';

/** A HATS catalog that is to be used where it lies. */
export interface MountPlan {
  readonly name: string;
  /** An absolute path, since whoever matches with it works elsewhere; or an address of the web. */
  readonly location: string;
  readonly columns: readonly TableColumn[];
  readonly position: PositionPlan;
  readonly epochMjd: number | null;
  readonly preset: string | null;
  readonly radiusArcsec: number;
  readonly settings: CatalogSettings;
  readonly rows: bigint;
}

/**
 * Names a folder as a catalog, in place of what had the name; returns the version that it is.
 * @throws CatalogError
 */
export async function mountCatalog(client: ClientBase, plan: MountPlan): Promise<number> {
  checkPlan(plan);
  const { id } = await claimCatalog(client, plan.name);
  try {
    await abandonLoad(client, id);
    await client.query('BEGIN');
    const { rows } = await client.query<{ version: number }>(
      `UPDATE fritz.catalogs SET kind = 'mounted', location = $2, version = version + 1,
         state = 'ready', columns = $3, id_column = $4, id_type = $5, ra_column = $6, dec_column = $7,
         epoch_mjd = $8, preset = $9, radius_arcsec = $10, settings = $11, rows = $12,
         loaded_at = now()
       WHERE id = $1 RETURNING version`,
      [id, plan.location, ...valuesOf(plan)],
    );
    await client.query(`NOTIFY ${catalogsChannel}`);
    await client.query('COMMIT');
    const version = rows[0]?.version ?? 0;
    await client.query(`DROP TABLE IF EXISTS ${dataTable({ id, version: version - 1 })}`);
    return version;
  } catch (error) {
    await client.query('ROLLBACK').catch(() => {});
    throw error;
  } finally {
    await releaseCatalog(client, id).catch(() => {});
  }
}

function checkPlan({ name, location, columns, position }: MountPlan): void {
  if (!catalogName.test(name)) {
    throw new CatalogError(
      'bad_plan',
      `"${name}" is no name for a catalog: letters, digits and _, at most 60`,
    );
  }
  if (!isRemote(location) && !isAbsolute(location))
    throw new CatalogError('bad_plan', `${location} is no absolute path`);
  if (position.unit !== 'degrees') {
    throw new CatalogError('bad_plan', 'positions of a mounted catalog are in degrees');
  }
  if (position.idColumn === null) {
    throw new CatalogError('bad_plan', 'which column tells objects apart? Say --id');
  }
  compilePlacing(columns, position);
  for (const column of [position.raColumn, position.decColumn]) {
    const type = columns.find(({ name: own }) => own === column)?.type;
    if (type !== 'float8' && type !== 'float4') {
      throw new CatalogError('bad_plan', `column "${column}" is ${type}, not degrees`);
    }
  }
}

function valuesOf(plan: MountPlan): unknown[] {
  const { columns, position } = plan;
  return [
    JSON.stringify(nameColumns(columns)),
    position.idColumn,
    idTypeOf(columns, position.idColumn),
    position.raColumn,
    position.decColumn,
    plan.epochMjd,
    plan.preset,
    plan.radiusArcsec,
    JSON.stringify(plan.settings),
    plan.rows,
  ];
}
