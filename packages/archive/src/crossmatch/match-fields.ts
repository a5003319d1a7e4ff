import type { CellType } from '@fritz/formats';
import type { DocumentField } from '@fritz/surveys';
import type { ViewerTx } from '../viewer/viewer-tx.ts';
import type { MatchConfig } from './match-config.ts';
import { findMatchList } from './match-lists.ts';

const TYPES: Readonly<Record<CellType, DocumentField['type']>> = {
  bool: 'bool',
  int2: 'int',
  int4: 'int',
  int8: 'long',
  float4: 'float',
  float8: 'double',
  text: 'string',
  json: 'any',
};

/**
 * The fields that `cross_matches` has of the catalogs that alerts are matched with, and the names of
 * those that they were matched with before.
 */
export async function listMatchFields(tx: Pick<ViewerTx, 'query'>): Promise<DocumentField[]> {
  const configs = (await findMatchList(tx.query))?.configs ?? [];
  const rows = await tx.query<{ name: string }>(
    `SELECT DISTINCT name COLLATE "C" AS name FROM match_configs
     WHERE name <> ALL ($1::text[]) ORDER BY 1`,
    [configs.map(({ name }) => name)],
  );
  return [
    ...configs.flatMap(fieldsOf),
    ...rows.map(({ name }): DocumentField => {
      return { path: `cross_matches.${name}`, type: 'list', nullable: true, isPast: true };
    }),
  ];
}

/** What a match with a catalog has; a catalog that came later is missing in older alerts. */
function fieldsOf({ name, columns, radiusArcsec, settings }: MatchConfig): DocumentField[] {
  const path = `cross_matches.${name}`;
  const below = (field: string, type: DocumentField['type'], nullable = true): DocumentField => {
    return { path: `${path}.${field}`, type, nullable };
  };
  const { projection, distance } = settings;
  const shown = columns.filter((column) => projection?.includes(column.name) ?? true);
  // What has a dot in its name cannot be reached.
  const named = shown.filter((column) => /^[^$.][^.]*$/.test(column.name));
  const own = named.filter((column) => column.name !== '_id' && column.name !== 'coordinates');
  return [
    { path, type: 'list', nullable: true, radiusArcsec },
    below('_id', 'any', false),
    ...own.map((column) => below(column.name, TYPES[column.type])),
    below('coordinates', 'object', false),
    below('coordinates.radec_str', 'list', false),
    below('coordinates.distance_arcsec', 'double', false),
    ...(distance ? [below('coordinates.distance_kpc', 'double', false)] : []),
  ];
}
