// Writes the SQL that makes the tables of a survey, for a new migration: see docs/guides/add-a-survey.md.
import { type ColumnType, surveyNamed } from '@fritz/surveys';

const SQL_TYPES: Readonly<Record<ColumnType, string>> = {
  bool: 'boolean',
  int2: 'smallint',
  int4: 'integer',
  int8: 'bigint',
  float4: 'real',
  float8: 'double precision',
  text: 'text',
  bytea: 'bytea',
  jsonb: 'jsonb',
};

const LINE_CHARS = 96;

/** One call of `survey_make_tables`, its columns as the survey's adapter has them. */
export function surveyTablesSql(name: string): string {
  const { columns, partitionCandids } = surveyNamed(name).adapter();
  const lines = [''];
  for (const column of columns) {
    const written = `${column.name} ${SQL_TYPES[column.type]},`;
    const line = lines.at(-1) ?? '';
    if (line.length + written.length + 1 > LINE_CHARS) lines.push(`  ${written}`);
    else lines[lines.length - 1] = line === '' ? `  ${written}` : `${line} ${written}`;
  }
  const table = lines.join('\n').replace(/,$/, '');
  return `SELECT survey_make_tables('${name}', ${partitionCandids}, $columns$\n${table}\n$columns$);\n`;
}

if (import.meta.main) {
  const [name] = process.argv.slice(2);
  if (name === undefined) {
    process.stderr.write('which survey? node scripts/survey-tables.ts NAME\n');
    process.exitCode = 1;
  } else process.stdout.write(surveyTablesSql(name));
}
