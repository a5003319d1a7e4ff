import type { AudienceGroupRow, AuditRow } from '@fritz/archive';
import { naiveUtc, type routes, type Static, stringifyExact } from '@fritz/contract';

type AuditPage = Static<typeof routes.listAudit.response>;

export function presentAudit(row: AuditRow): AuditPage['entries'][number] {
  return {
    id: row.id,
    at: naiveUtc(row.at),
    actor: row.actor_id === null ? null : { id: row.actor_id, username: row.actor },
    key_id: row.key_id,
    role: row.role_name,
    action: row.action,
    table: row.table_name,
    kind: row.kind,
    subject_id: row.subject_id,
    subject: row.subject,
    user: row.user_id === null ? null : { id: row.user_id, username: row.username },
    group: row.group_id === null ? null : { id: row.group_id, name: row.group_name },
    before: row.before,
    after: row.after,
  };
}

/** The audiences that entries name, each once. */
export function audiencesOf(rows: readonly AuditRow[]): number[] {
  const named = rows.flatMap(({ before, after }) => [before?.audience_id, after?.audience_id]);
  return [...new Set(named.filter((id) => typeof id === 'number'))];
}

export function presentAudiences(
  ids: readonly number[],
  rows: readonly AudienceGroupRow[],
): AuditPage['audiences'] {
  const groups = Map.groupBy(rows, (row) => row.audience_id);
  return ids.map((id) => ({
    id,
    groups: (groups.get(id) ?? []).map((row) => ({ id: row.group_id, name: row.name })),
  }));
}

const columns: readonly (readonly [string, (row: AuditRow) => string])[] = [
  ['id', (row) => String(row.id)],
  ['at', (row) => naiveUtc(row.at)],
  ['actor_id', (row) => text(row.actor_id)],
  ['actor', (row) => text(row.actor)],
  ['key_id', (row) => text(row.key_id)],
  ['role', (row) => row.role_name],
  ['action', (row) => row.action],
  ['table', (row) => row.table_name],
  ['kind', (row) => row.kind],
  ['subject_id', (row) => row.subject_id],
  ['subject', (row) => text(row.subject)],
  ['user_id', (row) => text(row.user_id)],
  ['user', (row) => text(row.username)],
  ['group_id', (row) => text(row.group_id)],
  ['group', (row) => text(row.group_name)],
  ['before', (row) => (row.before === null ? '' : stringifyExact(row.before))],
  ['after', (row) => (row.after === null ? '' : stringifyExact(row.after))],
];

const text = (value: string | number | null) => (value === null ? '' : String(value));

/** Entries as CSV (RFC 4180), with a line of headings. */
export function presentAuditCsv(rows: readonly AuditRow[]): string {
  const lines = [
    columns.map(([name]) => name),
    ...rows.map((row) => columns.map(([, value]) => quote(value(row)))),
  ];
  return `${lines.map((line) => line.join(',')).join('\r\n')}\r\n`;
}

/** A spreadsheet takes a text that begins so for a formula, and runs it: a quote keeps it text. */
const formula = /^[=+\-@\t\r]/;

function quote(value: string): string {
  const plain = formula.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
}
