import { quoteField } from '../csv/table-writer.ts';
import type { CellType, TableColumn } from '../table/table.ts';
import { textOfCell, type WritableTable } from '../table/writable-table.ts';

const DATATYPES: Readonly<Record<CellType, string>> = {
  bool: 'bool',
  int2: 'int16',
  int4: 'int32',
  int8: 'int64',
  float4: 'float32',
  float8: 'float64',
  text: 'string',
  json: 'string',
};

/**
 * Separated text whose head says what the columns are.
 * Source: Astropy Proposal for Enhancement 6 (Aldcroft 2020, doi 10.5281/zenodo.4007421).
 */
export function writeEcsv({ columns, rows }: WritableTable): string {
  const head = ['%ECSV 1.0', '---', 'delimiter: ","', 'datatype:', ...columns.map(describe)];
  const names = columns.map(({ name }) => quoteField(name)).join(',');
  const lines = rows.map((row) =>
    row.map((cell, index) => fieldOf(textOfCell(cell), columns[index])).join(','),
  );
  return `${[...head.map((line) => `# ${line}`), names, ...lines].join('\n')}\n`;
}

function describe({ name, type, unit, description }: TableColumn): string {
  const parts = [
    `name: ${quoteYaml(name)}`,
    ...(unit === null ? [] : [`unit: ${quoteYaml(unit)}`]),
    `datatype: ${DATATYPES[type]}`,
    ...(description === null ? [] : [`description: ${quoteYaml(description)}`]),
  ];
  return `- {${parts.join(', ')}}`;
}

/** JSON's quotes are YAML's, too. */
function quoteYaml(text: string): string {
  return JSON.stringify(text);
}

function fieldOf(text: string, column: TableColumn | undefined): string {
  // Booleans are as Python writes them.
  if (column?.type === 'bool' && text !== '') return text === 'true' ? 'True' : 'False';
  return quoteField(text);
}
