/** Tables and their columns. Source: VODataService 1.1 and VOSI 1.1 (IVOA Recommendations). */
import {
  TAP_KEYS,
  type TapColumn,
  type TapTable,
  type TapTables,
  tableName,
  votableType,
  writeName,
} from '@fritz/archive';
import { element, XML_HEAD } from './xml.ts';

const SPACES =
  'xmlns:vosi="http://www.ivoa.net/xml/VOSITables/v1.0" xmlns:vs="http://www.ivoa.net/xml/VODataService/v1.1" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"';

function columnXml(column: TapColumn): string {
  const { name, description, unit, ucd, isPrincipal, isIndexed } = column;
  const { datatype, arraysize, xtype } = votableType(column);
  const size = arraysize === null ? '' : ` arraysize="${arraysize}"`;
  const extended = xtype === null ? '' : ` extendedType="${xtype}"`;
  const flags = [...(isIndexed ? ['indexed'] : []), ...(isPrincipal ? ['primary'] : [])].slice(
    0,
    1,
  );
  return [
    '<column>\n',
    element('name', writeName(name)),
    element('description', description),
    element('unit', unit),
    element('ucd', ucd),
    `<dataType xsi:type="vs:VOTableType"${size}${extended}>${datatype}</dataType>\n`,
    ...flags.map((flag) => element('flag', flag)),
    '</column>\n',
  ].join('');
}

function keysXml(table: TapTable): string[] {
  const own = TAP_KEYS.filter(([from]) => from === tableName(table));
  return own.map(([, from, target, column]) =>
    [
      '<foreignKey>\n',
      element('targetTable', target),
      `<fkColumn>\n${element('fromColumn', from)}${element('targetColumn', column)}</fkColumn>\n`,
      '</foreignKey>\n',
    ].join(''),
  );
}

function tableXml(table: TapTable, withColumns: boolean): string {
  return [
    `<table type="${table.kind}">\n`,
    element('name', tableName(table)),
    element('description', table.description),
    ...(withColumns ? [...table.columns.map(columnXml), ...keysXml(table)] : []),
    '</table>\n',
  ].join('');
}

/** All tables, or their names alone. */
export function tablesetXml({ schemas, tables }: TapTables, withColumns: boolean): string {
  const parts = schemas.map(({ name, description }) => {
    const own = tables.filter(({ schema }) => schema === name);
    return [
      '<schema>\n',
      element('name', writeName(name)),
      element('description', description),
      ...own.map((table) => tableXml(table, withColumns)),
      '</schema>\n',
    ].join('');
  });
  return `${XML_HEAD}<vosi:tableset ${SPACES}>\n${parts.join('')}</vosi:tableset>\n`;
}

/** One table; null where none is called so. */
export function oneTableXml({ tables }: TapTables, name: string): string | null {
  const table = tables.find((one) => tableName(one) === name);
  if (table === undefined) return null;
  const [, rest = ''] = tableXml(table, true).split(/^<table /);
  return `${XML_HEAD}<vosi:table ${SPACES} ${rest.replace(/<\/table>\n$/, '</vosi:table>\n')}`;
}
