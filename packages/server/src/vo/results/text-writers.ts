import { type ResultColumn, votableType } from '@fritz/archive';
import { stringifyExact } from '@fritz/contract';
import type { Cell } from '@fritz/formats';
import { type ResultWriter, textOf } from './result-writer.ts';

/** Separated text with a head of column names (RFC 4180); of tabs, blanks stand for those in values. */
export function separatedWriter(columns: readonly ResultColumn[], separator: ',' | '\t') {
  const field = separator === ',' ? quote : (text: string) => text.replaceAll(/[\t\r\n]+/g, ' ');
  const line = (texts: readonly string[]) => `${texts.map(field).join(separator)}\r\n`;
  const writer: ResultWriter = {
    begin: () => line(columns.map(({ name }) => name)),
    rows: (rows) => rows.map((row) => line(row.map(textOf))).join(''),
    end: () => '',
    fail: () => null,
  };
  return writer;
}

function quote(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Columns, then rows as lists; integers keep all their digits. */
export function jsonWriter(columns: readonly ResultColumn[]): ResultWriter {
  const metadata = columns.map((column) => ({
    name: column.name,
    ...jsonType(column),
    unit: column.unit,
    ucd: column.ucd,
    description: column.description,
  }));
  let isFirst = true;
  return {
    begin: () => `{"metadata": ${stringifyExact(metadata)},\n"data": [`,
    rows(rows) {
      const text = rows.map((row) => `\n${stringifyExact(row.map(jsonCell))}`).join(',');
      const separator = isFirst || text === '' ? '' : ',';
      if (text !== '') isFirst = false;
      return `${separator}${text}`;
    },
    end: ({ isOverflow }) => `\n],\n"overflow": ${isOverflow}}\n`,
    fail: () => null,
  };
}

function jsonType(column: ResultColumn) {
  const { type } = column;
  if (type === 'point' || type === 'circle' || type === 'polygon') {
    return { datatype: 'double', arraysize: '*', xtype: type };
  }
  return votableType({ ...column, type });
}

const jsonCell = (cell: Cell): Cell => cell;
