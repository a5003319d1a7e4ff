/**
 * VOTables as they are sent: TABLEDATA, or BINARY2, which is smaller and exact.
 * Source: VOTable Format Definition 1.4 (IVOA Recommendation, Ochsenbein et al. 2019).
 */
import { type ResultColumn, votableType } from '@fritz/archive';
import type { Cell } from '@fritz/formats';
import { escapeXml, XML_HEAD } from '../xml.ts';
import { BinaryRows } from './binary-rows.ts';
import { type ResultAbout, type ResultWriter, textOf } from './result-writer.ts';

const ROOT = `${XML_HEAD}<VOTABLE version="1.4" xmlns="http://www.ivoa.net/xml/VOTable/v1.3" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="http://www.ivoa.net/xml/VOTable/v1.3 http://www.ivoa.net/xml/VOTable/v1.3">
`;

/** What a VOTable is that tells of an error (DALI 1.1, 4.2). */
export function errorVotable(message: string): string {
  return `${ROOT}<RESOURCE type="results">
<INFO name="QUERY_STATUS" value="ERROR">${escapeXml(message)}</INFO>
</RESOURCE>
</VOTABLE>
`;
}

export class VotableWriter implements ResultWriter {
  readonly #columns: readonly ResultColumn[];
  readonly #query: string;
  readonly #binary: BinaryRows | null;

  constructor(
    columns: readonly ResultColumn[],
    { query }: ResultAbout,
    serialization: 'TABLEDATA' | 'BINARY2',
  ) {
    this.#columns = columns;
    this.#query = query;
    this.#binary = serialization === 'BINARY2' ? new BinaryRows(columns) : null;
  }

  begin(): string {
    const fields = this.#columns.map(fieldOf).join('\n');
    return `${ROOT}<RESOURCE type="results">
<INFO name="QUERY_STATUS" value="OK"/>
<INFO name="QUERY" value="${escapeXml(this.#query)}"/>
<TABLE>
${fields}
<DATA>
${this.#binary === null ? '<TABLEDATA>' : '<BINARY2>\n<STREAM encoding="base64">'}
`;
  }

  rows(rows: readonly (readonly Cell[])[]): string {
    if (this.#binary !== null) return this.#binary.encode(rows);
    const lines = rows.map(
      (row) => `<TR>${row.map((cell) => `<TD>${escapeXml(textOf(cell))}</TD>`).join('')}</TR>\n`,
    );
    return lines.join('');
  }

  end({ isOverflow }: { readonly isOverflow: boolean }): string {
    const overflow = isOverflow ? '<INFO name="QUERY_STATUS" value="OVERFLOW"/>\n' : '';
    return `${this.#closeTable()}${overflow}</RESOURCE>\n</VOTABLE>\n`;
  }

  fail(message: string): string {
    return `${this.#closeTable()}<INFO name="QUERY_STATUS" value="ERROR">${escapeXml(message)}</INFO>\n</RESOURCE>\n</VOTABLE>\n`;
  }

  #closeTable(): string {
    const data =
      this.#binary === null ? '</TABLEDATA>' : `${this.#binary.finish()}</STREAM>\n</BINARY2>`;
    return `${data}\n</DATA>\n</TABLE>\n`;
  }
}

const GEOMETRY_SIZES = { point: '2', circle: '3', polygon: '*' } as const;

function typeOf(column: ResultColumn) {
  const { type } = column;
  if (type === 'point' || type === 'circle' || type === 'polygon') {
    return { datatype: 'double', arraysize: GEOMETRY_SIZES[type], xtype: type };
  }
  return votableType({ ...column, type });
}

function fieldOf(column: ResultColumn, index: number): string {
  const { name, unit, ucd, description } = column;
  const { datatype, arraysize, xtype } = typeOf(column);
  const attribute = (key: string, value: string | null) =>
    value === null ? '' : ` ${key}="${escapeXml(value)}"`;
  const attributes = [
    ` ID="col_${index}"`,
    attribute('name', name),
    attribute('datatype', datatype),
    attribute('arraysize', arraysize),
    attribute('xtype', xtype),
    attribute('unit', unit),
    attribute('ucd', ucd),
  ].join('');
  if (description === null) return `<FIELD${attributes}/>`;
  return `<FIELD${attributes}><DESCRIPTION>${escapeXml(description)}</DESCRIPTION></FIELD>`;
}
