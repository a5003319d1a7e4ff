import type { CellType, TableColumn } from '../table/table.ts';
import { textOfCell, type WritableTable } from '../table/writable-table.ts';

const DATATYPES: Readonly<Record<CellType, string>> = {
  bool: 'datatype="boolean"',
  int2: 'datatype="short"',
  int4: 'datatype="int"',
  int8: 'datatype="long"',
  float4: 'datatype="float"',
  float8: 'datatype="double"',
  text: 'datatype="unicodeChar" arraysize="*"',
  json: 'datatype="unicodeChar" arraysize="*"',
};

/**
 * A VOTable in TABLEDATA.
 * Source: VOTable Format Definition 1.4 (IVOA Recommendation, Ochsenbein et al. 2019), whose empty
 * cells are nulls of every type.
 */
export function writeVotable({ columns, rows, description }: WritableTable): string {
  const { head, tail } = votableFrame(columns, { rowCount: rows.length, description });
  return `${head}${votableRows(rows)}${tail}`;
}

/** What stands before and behind the rows of a VOTable that is written piece by piece. */
export function votableFrame(
  columns: readonly TableColumn[],
  {
    rowCount = null,
    description,
  }: { readonly rowCount?: number | null; readonly description?: string | undefined } = {},
): { readonly head: string; readonly tail: string } {
  const head = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<VOTABLE version="1.4" xmlns="http://www.ivoa.net/xml/VOTable/v1.3">',
    '<RESOURCE type="results">',
    rowCount === null ? '<TABLE>' : `<TABLE nrows="${rowCount}">`,
    ...(description ? [`<DESCRIPTION>${escapeXml(description)}</DESCRIPTION>`] : []),
    ...columns.map(fieldOf),
    '<DATA><TABLEDATA>',
    '',
  ].join('\n');
  const tail = ['</TABLEDATA></DATA>', '</TABLE></RESOURCE></VOTABLE>', ''].join('\n');
  return { head, tail };
}

/** Rows of TABLEDATA, each on a line. */
export function votableRows(rows: WritableTable['rows']): string {
  return rows
    .map(
      (row) =>
        `<TR>${row.map((cell) => `<TD>${escapeXml(textOfCell(cell))}</TD>`).join('')}</TR>\n`,
    )
    .join('');
}

function fieldOf({ name, type, unit, ucd, description }: TableColumn): string {
  const attributes = [
    `name="${escapeXml(name)}"`,
    DATATYPES[type],
    ...(unit === null ? [] : [`unit="${escapeXml(unit)}"`]),
    ...(ucd === null ? [] : [`ucd="${escapeXml(ucd)}"`]),
  ].join(' ');
  if (description === null) return `<FIELD ${attributes}/>`;
  return `<FIELD ${attributes}><DESCRIPTION>${escapeXml(description)}</DESCRIPTION></FIELD>`;
}

/** XML 1.0 has no control characters but these three. */
function escapeXml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll(/[^\t\n\r -\uffff]/g, '\ufffd');
}
