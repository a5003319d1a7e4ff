/**
 * ECSV: separated text whose head, in YAML comments, gives names, types, units and descriptions.
 * Source: Astropy Proposal for Enhancement 6 (Aldcroft 2020, doi 10.5281/zenodo.4007421).
 */
import { splitRecords } from '../csv/records.ts';
import { readBatches } from '../csv/table-reader.ts';
import { type CellType, type TableColumn, TableError, type TableReader } from '../table/table.ts';
import { parseYaml, type YamlValue } from './yaml-lite.ts';

const TYPES: Readonly<Record<string, CellType>> = {
  bool: 'bool',
  int8: 'int2',
  int16: 'int2',
  int32: 'int4',
  int64: 'int8',
  uint8: 'int2',
  uint16: 'int4',
  uint32: 'int8',
  // Beyond 2^63 a record is bad: it says so.
  uint64: 'int8',
  float16: 'float4',
  float32: 'float4',
  float64: 'float8',
  float128: 'float8',
  string: 'text',
  complex64: 'text',
  complex128: 'text',
  complex256: 'text',
};

const MAX_HEAD_CHARS = 1 << 22;

/**
 * @param open gives the file's plain bytes from the beginning, each time that it is called
 * @throws TableError
 */
export async function openEcsv(open: () => AsyncIterable<Uint8Array>): Promise<TableReader> {
  const head = await readComments(open());
  if (!/^ ?%ECSV /.test(head)) {
    throw new TableError('bad_format', 'the file does not begin with "# %ECSV"');
  }
  const yaml = parseYaml(head.replace(/^.*\n/, ''));
  const described = property(yaml, 'datatype');
  if (!Array.isArray(described) || described.length === 0) {
    throw new TableError('bad_format', 'the head has no list "datatype" of columns');
  }
  const columns = described.map(readColumn);
  const delimiter = property(yaml, 'delimiter') === ',' ? ',' : ' ';
  return {
    format: 'ecsv',
    columns,
    notes: { warnings: [], epochYear: null },
    rowCount: null,
    placeNoun: 'line',
    batches: () => readBatches(open(), delimiter, columns),
  };
}

/** The comments that the file begins with, without their marks. */
async function readComments(bytes: AsyncIterable<Uint8Array>): Promise<string> {
  const lines: string[] = [];
  let chars = 0;
  const onComment = (line: string) => {
    chars += line.length;
    if (chars > MAX_HEAD_CHARS) throw new TableError('too_large', 'the head does not end');
    lines.push(line.replace(/^# ?/, ''));
  };
  for await (const _ of splitRecords(bytes, ' ', onComment)) break;
  return lines.join('\n');
}

function property(value: YamlValue, key: string): YamlValue {
  if (value === null || typeof value === 'string' || Array.isArray(value)) return null;
  return Object.hasOwn(value, key)
    ? ((value as { readonly [key: string]: YamlValue })[key] ?? null)
    : null;
}

function readColumn(described: YamlValue, index: number): TableColumn {
  const text = (key: string) => {
    const value = property(described, key);
    return typeof value === 'string' ? value : null;
  };
  const name = text('name');
  const datatype = text('datatype');
  if (name === null || datatype === null) {
    throw new TableError('bad_format', `column ${index + 1} of the head has no name or datatype`);
  }
  const type = TYPES[datatype];
  if (type === undefined) {
    throw new TableError('unsupported', `column "${name}" is ${datatype}, which no catalog holds`);
  }
  const subtype = text('subtype');
  return {
    name,
    type: subtype === null ? type : 'json',
    unit: text('unit'),
    ucd: null,
    description: text('description'),
  };
}
