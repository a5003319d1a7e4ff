import type { AuditEntry, AuditPage } from '../../api/types.ts';
import { marshalPhrase } from './marshal-phrases.ts';

type Values = AuditEntry['before'];
type Say = (entry: AuditEntry) => string;

const text = (value: unknown): string => (typeof value === 'string' ? value : String(value ?? ''));
const quoted = (value: unknown): string => (text(value) === '' ? '' : ` “${text(value)}”`);

function person({ user, actor }: AuditEntry): string {
  if (user === null) return 'somebody';
  if (user.id === actor?.id) return 'himself';
  return user.username ?? `user ${user.id}`;
}

function group({ group: of, before, after }: AuditEntry): string {
  return of?.name ?? text(after?.name ?? before?.name ?? `group ${of?.id ?? ''}`);
}

const subject = (entry: AuditEntry): string => entry.subject ?? entry.subject_id;

const madeKey: Readonly<Record<string, Say>> = {
  token: (entry) => `made the token${quoted(entry.after?.name)} of ${person(entry)}`,
  session: () => 'signed in',
  link: (entry) => `made a login link for ${person(entry)}`,
};

/** Nobody is logged in yet who redeems a login link or signs in: it is the one whom it is about. */
const isSigningIn = ({ actor, role, table }: AuditEntry): boolean =>
  actor === null && role === 'fritz_app' && table === 'access_keys';

function changedKey(entry: AuditEntry): string {
  if (isSigningIn(entry)) return 'used a login link';
  const isEnd = entry.after?.revoked_at != null;
  return isEnd
    ? `ended the key${quoted(entry.subject)} of ${person(entry)}`
    : `changed the key${quoted(entry.subject)} of ${person(entry)}`;
}

function changedFilter(entry: AuditEntry): string {
  const { before, after } = entry;
  if (after?.active === true) return `switched on the filter ${subject(entry)}`;
  if (after?.active === false) return `switched off the filter ${subject(entry)}`;
  if (after?.name !== undefined) {
    return `renamed the filter${quoted(before?.name)} to${quoted(after.name)}`;
  }
  if (after?.active_version_id === undefined) {
    return `changed what happens with what the filter ${subject(entry)} finds`;
  }
  return `changed which version of the filter ${subject(entry)} runs`;
}

const adopted: Say = (entry) => {
  const points = entry.after?.points;
  const what = typeof points === 'number' ? `${points} points of alerts` : 'the light curve';
  return `brought ${what} of ${subject(entry)}`;
};

/** What was done, by table and action: the rest of a sentence that begins with who did it. */
const phrases: Readonly<Record<string, Say>> = {
  'users insert': ({ subject_id, after }) =>
    `made the account ${text(after?.username ?? subject_id)}`,
  'users update': (entry) => `changed the account of ${person(entry)}`,
  'users delete': ({ before }) => `deleted the account${quoted(before?.username)}`,
  'user_roles insert': (entry) => `gave ${person(entry)} the role${quoted(entry.after?.role_id)}`,
  'user_roles delete': (entry) =>
    `took the role${quoted(entry.before?.role_id)} from ${person(entry)}`,
  'user_acls insert': (entry) =>
    `gave ${person(entry)} the permission${quoted(entry.after?.acl_id)}`,
  'user_acls delete': (entry) =>
    `took the permission${quoted(entry.before?.acl_id)} from ${person(entry)}`,
  'role_acls insert': ({ after }) =>
    `gave the role${quoted(after?.role_id)} the permission${quoted(after?.acl_id)}`,
  'role_acls delete': ({ before }) =>
    `took the permission${quoted(before?.acl_id)} from the role${quoted(before?.role_id)}`,
  'identities insert': (entry) =>
    `linked an account at ${text(entry.after?.provider)} to ${person(entry)}`,
  'identities delete': (entry) =>
    `unlinked an account at ${text(entry.before?.provider)} from ${person(entry)}`,
  'obj_adoptions insert': (entry) => adopted(entry),
  'obj_adoptions update': (entry) => adopted(entry),
  'obj_adoptions delete': (entry) => `took back the light curve of ${subject(entry)}`,
  'groups insert': (entry) => `made the group ${group(entry)}`,
  'groups update': (entry) => `changed the group ${group(entry)}`,
  'groups delete': (entry) => `deleted the group ${group(entry)}`,
  'group_users insert': (entry) =>
    `took ${person(entry)} into ${group(entry)}${entry.after?.admin === true ? ' as an admin' : ''}`,
  'group_users update': (entry) => `changed what ${person(entry)} may do in ${group(entry)}`,
  'group_users delete': (entry) => `took ${person(entry)} out of ${group(entry)}`,
  'group_streams insert': (entry) =>
    `let ${group(entry)} read stream ${text(entry.after?.stream_id)}`,
  'group_streams delete': (entry) =>
    `took stream ${text(entry.before?.stream_id)} from ${group(entry)}`,
  'group_admission_requests insert': (entry) => `asked to join ${group(entry)}`,
  'group_admission_requests update': (entry) =>
    `${text(entry.after?.status)} the request of ${person(entry)} to join ${group(entry)}`,
  'group_admission_requests delete': (entry) => `withdrew a request to join ${group(entry)}`,
  'streams insert': (entry) => `made the stream ${subject(entry)}`,
  'streams update': (entry) => `changed the stream ${subject(entry)}`,
  'streams delete': ({ before }) => `deleted the stream${quoted(before?.name)}`,
  'stream_users insert': (entry) => `let ${person(entry)} read the stream ${subject(entry)}`,
  'stream_users delete': (entry) => `took the stream ${subject(entry)} from ${person(entry)}`,
  'access_keys insert': (entry) =>
    (madeKey[text(entry.after?.kind)] ?? (() => 'made a key'))(entry),
  'access_keys update': changedKey,
  'access_keys delete': () => 'cleared an old key away',
  'filters insert': (entry) => `made the filter${quoted(entry.after?.name)}`,
  'filters update': changedFilter,
  'filters delete': ({ before }) => `deleted the filter${quoted(before?.name)}`,
  'invitations insert': (entry) => `invited${quoted(entry.after?.email)}`,
  'invitations update': (entry) =>
    entry.after?.withdrawn_at == null
      ? `changed or accepted the invitation ${entry.subject_id}`
      : `withdrew the invitation ${entry.subject_id}`,
  'invitation_groups insert': (entry) =>
    `put ${group(entry)} into the invitation ${entry.subject_id}`,
  'invitation_groups delete': (entry) =>
    `took ${group(entry)} out of the invitation ${entry.subject_id}`,
  'invitation_streams insert': (entry) =>
    `put stream ${text(entry.after?.stream_id)} into the invitation ${entry.subject_id}`,
  'invitation_streams delete': (entry) =>
    `took stream ${text(entry.before?.stream_id)} out of the invitation ${entry.subject_id}`,
  'filter_versions insert': (entry) =>
    `saved version ${text(entry.after?.fid)} of the filter ${subject(entry)}`,
  'sources insert': (entry) => `saved ${subject(entry)} to ${group(entry)}`,
  'sources update': (entry) =>
    entry.after?.active === false
      ? `removed ${subject(entry)} from ${group(entry)}`
      : `saved ${subject(entry)} to ${group(entry)} again`,
  'photometry insert': (entry) =>
    typeof entry.after?.points === 'number'
      ? `uploaded ${entry.after.points} point${entry.after.points === 1 ? '' : 's'} of ${subject(entry)}`
      : `added a point to ${subject(entry)}`,
  'photometry delete': (entry) => `deleted a point of ${subject(entry)}`,
  'photometry update': (entry) =>
    entry.after?.audience_id === undefined
      ? `changed a point of ${subject(entry)}`
      : `shared a point of ${subject(entry)}`,
};

/** What an entry says was done, in words; begins with a verb. */
export function describeChange(entry: AuditEntry): string {
  const say = phrases[`${entry.table} ${entry.action}`] ?? marshalPhrase(entry.table, entry.action);
  return say === undefined ? `${entry.action} in ${entry.table}` : say(entry);
}

/** Who did it. */
export function describeActor(entry: AuditEntry): string {
  const { role } = entry;
  const actor = isSigningIn(entry) ? entry.user : entry.actor;
  if (actor !== null) return actor.username ?? `user ${actor.id}`;
  return role === 'fritz_app' ? 'The server' : 'The command line';
}

/** One column of a change. */
export type ChangedValue = {
  readonly name: string;
  readonly before: string | null;
  readonly after: string | null;
};

/** Each column of a change; audiences by the groups of them that the viewer sees. */
export function changedValues(
  { before, after }: AuditEntry,
  audiences: AuditPage['audiences'],
): readonly ChangedValue[] {
  const names = new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})]);
  const show = (values: Values, name: string): string | null => {
    const value = values?.[name];
    if (value === undefined || value === null) return null;
    if (name !== 'audience_id') return typeof value === 'string' ? value : JSON.stringify(value);
    const found = audiences.find(({ id }) => id === value)?.groups ?? [];
    const known = found.map((one) => one.name).join(', ');
    return known === '' ? `audience ${String(value)}` : known;
  };
  return [...names]
    .map((name) => ({
      name: name === 'audience_id' ? 'shared with' : name.replaceAll('_', ' '),
      before: show(before, name),
      after: show(after, name),
    }))
    .filter((one) => one.before !== null || one.after !== null);
}
