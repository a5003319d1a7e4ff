import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type ParquetColumn, ParquetWriter } from '@fritz/formats';
import { type HatsPixel, type HatsTable, HPX_COLUMN } from './hats-table.ts';

/** What a catalog's folder says of its files. */
export interface HatsSummary {
  readonly pixels: readonly Pick<HatsPixel, 'order' | 'pix'>[];
  readonly rows: number;
  readonly maxRows: number;
  readonly bytes: number;
  readonly createdAt: Date;
}

/** Whose rows beyond the edges a margin has. */
export interface MarginOf {
  readonly primary: string;
  readonly thresholdArcsec: number;
}

/** The columns as they are written. */
export function writtenColumns({
  columns,
  raColumn,
  decColumn,
}: Pick<HatsTable, 'columns' | 'raColumn' | 'decColumn'>): ParquetColumn[] {
  // Places are read of a whole group at once.
  const whole = { pageRows: WHOLE_ROWS };
  return [
    { name: HPX_COLUMN, type: 'int8', ...whole },
    ...columns.map((one) =>
      [raColumn, decColumn].includes(one.name) ? { ...one, ...whole } : one,
    ),
  ];
}

const WHOLE_ROWS = 16_384;

/** Writes what makes a folder of files a HATS catalog, or the margin of one. */
export async function writeCatalogHead(
  folder: string,
  table: HatsTable,
  summary: HatsSummary,
  margin: MarginOf | null = null,
): Promise<void> {
  const { rows, maxRows, bytes, pixels, createdAt } = summary;
  const share = pixels.reduce((sum, { order }) => sum + 1 / (12 * 4 ** order), 0);
  const properties = {
    obs_collection: table.name,
    dataproduct_type: margin === null ? table.kind : 'margin',
    hats_nrows: String(rows),
    hats_col_ra: table.raColumn,
    hats_col_dec: table.decColumn,
    hats_col_healpix: HPX_COLUMN,
    hats_col_healpix_order: '29',
    hats_npix_suffix: '.parquet',
    hats_max_rows: String(maxRows),
    hats_order: String(pixels.reduce((most, { order }) => Math.max(most, order), 0)),
    ...(margin === null
      ? { moc_sky_fraction: share.toPrecision(5) }
      : {
          hats_primary_table_url: margin.primary,
          hats_margin_threshold: margin.thresholdArcsec.toFixed(1),
        }),
    ...commonProperties(createdAt),
    hats_estsize: String(Math.ceil(bytes / 1024)),
    ...table.properties,
  };
  await writeProperties(join(folder, 'hats.properties'), properties);
  // As earlier readers look for it.
  await writeProperties(join(folder, 'properties'), properties);
  const lines = pixels.map(({ order, pix }) => `${order},${pix}`);
  await writeFile(join(folder, 'partition_info.csv'), `${['Norder,Npix', ...lines].join('\n')}\n`);
  const schema = new ParquetWriter(writtenColumns(table)).end();
  await writeFile(join(folder, 'dataset/_common_metadata'), Buffer.concat(schema));
}

/** Ties a catalog to its margin. */
export async function writeCollectionHead(
  folder: string,
  collection: {
    readonly name: string;
    readonly primary: string;
    readonly margin: string | null;
    /** Pairs of columns and the index catalogs by them. */
    readonly indexes?: string;
    readonly createdAt: Date;
  },
): Promise<void> {
  const { name, primary, margin, indexes, createdAt } = collection;
  await writeProperties(join(folder, 'collection.properties'), {
    obs_collection: name,
    hats_primary_table_url: primary,
    ...(margin === null ? {} : { all_margins: margin, default_margin: margin }),
    ...(indexes === undefined ? {} : { all_indexes: indexes }),
    ...commonProperties(createdAt),
  });
}

function commonProperties(createdAt: Date): Record<string, string> {
  return {
    hats_builder: 'Fritz',
    hats_creation_date: `${createdAt.toISOString().slice(0, 16)}UTC`,
    hats_release_date: '2025-08-22',
    hats_version: 'v1.0',
  };
}

async function writeProperties(
  path: string,
  properties: Readonly<Record<string, string>>,
): Promise<void> {
  const lines = Object.entries(properties).map(
    // A line is a property.
    ([name, value]) => `${name}=${value.replaceAll(/[\r\n]+/g, ' ').replaceAll('\\', '\\\\')}`,
  );
  await writeFile(path, `${['#HATS catalog', ...lines].join('\n')}\n`);
}
