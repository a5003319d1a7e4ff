/**
 * Tables that tell of tables.
 * Source: TAP 1.1 (IVOA Recommendation, Dowler et al. 2019), section 4.
 */
import { writeName } from '../parse/words.ts';
import { type TapColumn, type TapTable, type TapType, tapColumn } from './tap-table.ts';

export interface TapSchema {
  readonly name: string;
  readonly description: string;
}

/** VOTable's words for types. */
export const VOTABLE_TYPES: Readonly<Record<TapType, string>> = {
  bool: 'boolean',
  int2: 'short',
  int4: 'int',
  int8: 'long',
  float4: 'float',
  float8: 'double',
  text: 'char',
  timestamp: 'char',
};

/** A column's type as VOTable and TAP_SCHEMA have it. */
export function votableType({ type, isUnicode }: Pick<TapColumn, 'type' | 'isUnicode'>): {
  readonly datatype: string;
  readonly arraysize: string | null;
  readonly xtype: string | null;
} {
  const isText = type === 'text' || type === 'timestamp';
  return {
    datatype: type === 'text' && isUnicode ? 'unicodeChar' : VOTABLE_TYPES[type],
    arraysize: isText ? '*' : null,
    xtype: type === 'timestamp' ? 'timestamp' : null,
  };
}

/** A table as queries name it. */
export function tableName({ schema, name }: Pick<TapTable, 'schema' | 'name'>): string {
  return `${writeName(schema)}.${writeName(name)}`;
}

const text = (name: string, description: string): TapColumn =>
  tapColumn(name, 'text', { description, isPrincipal: true, isUnicode: name === 'description' });
const int = (name: string, description: string): TapColumn =>
  tapColumn(name, 'int4', { description, isPrincipal: true });

function told(
  name: string,
  description: string,
  columns: readonly TapColumn[],
  rows: readonly (readonly unknown[])[],
): TapTable {
  return {
    ...{ schema: 'tap_schema', name, description, columns, from: rows },
    ...{ place: null, id: null, kind: 'table' },
  };
}

const SCHEMA_COLUMNS = [
  text('schema_name', 'Name of the schema, as a query has it'),
  text('utype', 'utype of the schema'),
  text('description', 'What it holds'),
  int('schema_index', 'Order in which schemas are shown'),
];
const TABLE_COLUMNS = [
  text('schema_name', 'Schema that it belongs to'),
  text('table_name', 'Name of the table, as a query has it'),
  text('table_type', 'table or view'),
  text('utype', 'utype of the table'),
  text('description', 'What it holds'),
  int('table_index', 'Order in which tables are shown'),
];
const COLUMN_COLUMNS = [
  text('table_name', 'Table that it belongs to'),
  text('column_name', 'Name of the column, as a query has it'),
  text('utype', 'utype of the column'),
  text('ucd', 'UCD of the column'),
  text('unit', 'Unit of the column'),
  text('description', 'What it holds'),
  text('datatype', 'Type, as VOTable has it'),
  text('arraysize', 'Length of lists and texts'),
  text('xtype', 'Type beyond VOTable’s'),
  int('size', 'Length of lists and texts, as TAP 1.0 had it'),
  int('principal', '1 where it is among those that matter most'),
  int('indexed', '1 where rows are found by it'),
  int('std', '1 where a standard says what it is'),
  int('column_index', 'Order in which columns are shown'),
];
const KEY_COLUMNS = [
  text('key_id', 'Name of the key'),
  text('from_table', 'Table that refers'),
  text('target_table', 'Table that is referred to'),
  text('utype', 'utype of the key'),
  text('description', 'What it is'),
];
const KEY_PARTS = [
  text('key_id', 'Name of the key'),
  text('from_column', 'Column that refers'),
  text('target_column', 'Column that is referred to'),
];

/** What refers to what: table and column, twice. */
export const TAP_KEYS: readonly (readonly [
  fromTable: string,
  fromColumn: string,
  targetTable: string,
  targetColumn: string,
])[] = [
  ['marshal.sources', 'obj_id', 'marshal.objects', 'obj_id'],
  ['marshal.classifications', 'obj_id', 'marshal.objects', 'obj_id'],
  ['marshal.photometry', 'obj_id', 'marshal.objects', 'obj_id'],
  ['marshal.spectra', 'obj_id', 'marshal.objects', 'obj_id'],
  ['ztf.scores', 'candid', 'ztf.alerts', 'candid'],
  ['tap_schema.tables', 'schema_name', 'tap_schema.schemas', 'schema_name'],
  ['tap_schema.columns', 'table_name', 'tap_schema.tables', 'table_name'],
  ['tap_schema.keys', 'from_table', 'tap_schema.tables', 'table_name'],
  ['tap_schema.keys', 'target_table', 'tap_schema.tables', 'table_name'],
  ['tap_schema.key_columns', 'key_id', 'tap_schema.keys', 'key_id'],
];

const idOf = (i: number): string => `key_${i + 1}`;

/** TAP_SCHEMA of some tables, itself included. */
export function tapSchemaTables(
  schemas: readonly TapSchema[],
  tables: readonly TapTable[],
): TapTable[] {
  const keys = told(
    'keys',
    'What tables refer to',
    KEY_COLUMNS,
    TAP_KEYS.map(([from, , target], i) => [idOf(i), from, target, null, null]),
  );
  const keyColumns = told(
    'key_columns',
    'By which columns they refer',
    KEY_PARTS,
    TAP_KEYS.map(([, from, , target], i) => [idOf(i), from, target]),
  );
  const schemasTable = told(
    'schemas',
    'Schemas of this service',
    SCHEMA_COLUMNS,
    schemas.map(({ name, description }, i) => [writeName(name), null, description, i]),
  );
  const empty = [
    told('tables', 'Tables of this service', TABLE_COLUMNS, []),
    told('columns', 'Columns of its tables', COLUMN_COLUMNS, []),
  ];
  const all = [...tables, schemasTable, ...empty, keys, keyColumns];
  const [tablesTable, columnsTable] = empty;
  if (!tablesTable || !columnsTable) throw new Error('TAP_SCHEMA tells of tables and columns');
  return [
    schemasTable,
    { ...tablesTable, from: all.map(tableRow) },
    { ...columnsTable, from: all.flatMap(columnRows) },
    keys,
    keyColumns,
  ];
}

function tableRow(table: TapTable, index: number): unknown[] {
  const { schema, description, kind } = table;
  return [writeName(schema), tableName(table), kind, null, description, index];
}

function columnRows(table: TapTable): unknown[][] {
  const isStandard = table.schema === 'tap_schema' ? 1 : 0;
  return table.columns.map((column, index) => {
    const { datatype, arraysize, xtype } = votableType(column);
    return [
      ...[tableName(table), writeName(column.name), null, column.ucd, column.unit],
      ...[column.description, datatype, arraysize, xtype, null],
      ...[column.isPrincipal ? 1 : 0, column.isIndexed ? 1 : 0, isStandard, index],
    ];
  });
}
