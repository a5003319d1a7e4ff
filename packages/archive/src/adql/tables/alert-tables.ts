import { adapterOf, type Column, SURVEYS, type Survey } from '@fritz/surveys';
import { noteOf } from './survey-notes.ts';
import { type TapColumn, type TapTable, type TapType, tapColumn } from './tap-table.ts';

/** What every table of alerts has before the survey's own columns. */
const KEYS: readonly Column[] = [
  { name: 'object_id', type: 'text' },
  { name: 'candid', type: 'int8' },
  { name: 'programid', type: 'int2' },
  { name: 'mjd', type: 'float8' },
  { name: 'ra', type: 'float8' },
  { name: 'dec', type: 'float8' },
  { name: 'hpx', type: 'int8' },
];

/** Columns of Fritz's own books. */
const HIDDEN = new Set(['alert_schema', 'candidate_schema', 'extra']);

const KINDS: ReadonlySet<string> = new Set([
  ...['bool', 'int2', 'int4', 'int8', 'float4', 'float8', 'text'],
]);

function isTapType(type: Column['type']): type is TapType & Column['type'] {
  return KINDS.has(type);
}

function columnsOf(columns: readonly Column[]): TapColumn[] {
  const names = new Set<string>();
  return columns.flatMap(({ name, type }) => {
    if (HIDDEN.has(name) || names.has(name) || !isTapType(type)) return [];
    names.add(name);
    return [tapColumn(name, type, noteOf(name))];
  });
}

const PLACE = { ra: 'ra', dec: 'dec', hpx: 'hpx' } as const;

function alertTable({ name, title }: Survey): TapTable {
  return {
    ...{ schema: name, name: 'alerts', kind: 'table', place: PLACE, id: 'candid' },
    description: `Alerts of ${title}: a row for each detection, with every number that its packet has`,
    columns: columnsOf([...KEYS, ...adapterOf(name).columns]),
    from: `fritz.${name}_alerts`,
  };
}

/** Objects once, whatever programmes they were found in. */
function objectTable({ name, title }: Survey): TapTable {
  return {
    ...{ schema: name, name: 'objects', kind: 'view', place: PLACE, id: 'object_id' },
    description: `Objects of ${title}, where their first alert was; one is there once for each programme that saw it`,
    columns: columnsOf([
      { name: 'object_id', type: 'text' },
      { name: 'programid', type: 'int2' },
      { name: 'ra', type: 'float8' },
      { name: 'dec', type: 'float8' },
      { name: 'hpx', type: 'int8' },
    ]).map((column) =>
      column.name === 'object_id' ? { ...column, ucd: 'meta.id;meta.main' } : column,
    ),
    from: `(SELECT object_id, programid, ra, dec, hpx FROM fritz.survey_objects WHERE survey = '${name}')`,
  };
}

/** What models say of alerts. */
function scoreTable(): TapTable {
  return {
    ...{ schema: 'ztf', name: 'scores', kind: 'view', place: null, id: null },
    description: 'Scores that models gave to alerts of ZTF, one a row',
    columns: [
      tapColumn('candid', 'int8', noteOf('candid')),
      tapColumn('name', 'text', {
        ...{ ucd: 'meta.id', isPrincipal: true, description: 'Name of the model' },
      }),
      tapColumn('version', 'text', { ucd: 'meta.version', description: 'Its version' }),
      tapColumn('score', 'float4', {
        ...{ ucd: 'stat.likelihood', isPrincipal: true },
        description: 'What it says; null where it could not',
      }),
    ],
    from: '(SELECT candid, name, version, score FROM fritz.ztf_classifications)',
  };
}

export const surveyTables: readonly TapTable[] = [
  ...SURVEYS.flatMap((survey) => [alertTable(survey), objectTable(survey)]),
  scoreTable(),
];

/** What schemas of surveys are for. */
export const surveySchemas: ReadonlyMap<string, string> = new Map(
  SURVEYS.map(({ name, title }) => [name, `Alerts of ${title}, as far as you may see them`]),
);
