import { isRecord } from '../load/seed-files.ts';
import { ItemProblem, idOf, type Migration, pick } from './migration.ts';
import type { Item } from './skyportal-client.ts';

/** Streams, users, groups and who is in them: what everything else is shown to. */
export async function takePeople(migration: Migration): Promise<void> {
  await takeStreams(migration);
  await readStreams(migration);
  await takeUsers(migration);
  await takeGroups(migration);
}

async function takeStreams(migration: Migration): Promise<void> {
  const here = await byName(migration, 'streams');
  for (const stream of await migration.list('streams', 'streams')) {
    await migration.take('streams', stream.id, async () => {
      const same = here.get(String(stream.name));
      if (same) return { to: idOf(same), isNew: false };
      const made = await migration.ask(
        'POST',
        'streams',
        pick(stream, ['name', 'altdata', 'auto_join']),
      );
      return { to: idOf(made), isNew: true };
    });
  }
}

/** The administrator makes the groups, and whoever is in one reads its streams. */
async function readStreams(migration: Migration): Promise<void> {
  if (migration.options.isDryRun) return;
  const { id } = await migration.ask('GET', 'internal/profile');
  for (const stream of migration.journal.values('streams')) {
    await migration.options.api('POST', `streams/${stream}/users`, { user_id: id });
  }
}

async function byName(migration: Migration, path: string): Promise<Map<string, Item>> {
  const { list } = await migration.ask('GET', path);
  const items = Array.isArray(list) ? list.filter(isRecord) : [];
  return new Map(items.map((item) => [String(item.name), item]));
}

const personFields = ['first_name', 'last_name', 'contact_email', 'contact_phone', 'bio', 'is_bot'];
const knownRoles = ['Full user', 'Group admin', 'Super admin', 'View only'];

async function takeUsers(migration: Migration): Promise<void> {
  for await (const { item } of migration.skyportal.pages('user', 'users')) {
    await migration.take('users', item.id, async () => {
      const username = String(item.username).toLowerCase();
      const same = await findUser(migration, username);
      if (same) return { to: idOf(same), isNew: false };
      const roles = namesOf(item.roles);
      const unknown = roles.filter((role) => !knownRoles.includes(role));
      if (unknown.length > 0) migration.problem('users', item.id, `without roles ${unknown}`);
      const affiliations = namesOf(item.affiliations);
      const made = await migration.ask('POST', 'user', {
        username,
        ...pick(item, personFields),
        ...(affiliations.length > 0 ? { affiliations } : {}),
        roles: roles.filter((role) => knownRoles.includes(role)),
        streamIDs: idsOf(migration, 'streams', item.streams),
        ...(item.expiration_date ? { expirationDate: item.expiration_date } : {}),
      });
      return { to: idOf(made), isNew: true };
    });
  }
}

async function findUser(migration: Migration, username: string): Promise<Item | null> {
  const found = await migration.ask('GET', `user?username=${encodeURIComponent(username)}`);
  const users = Array.isArray(found.users) ? found.users.filter(isRecord) : [];
  return users.find((user) => user.username === username) ?? null;
}

/** Words that are given as such, or as objects with an id or a name. */
function namesOf(value: unknown): string[] {
  return Array.isArray(value)
    ? value.map((one) => String(isRecord(one) ? (one.id ?? one.name) : one))
    : [];
}

function idsOf(migration: Migration, kind: string, value: unknown): number[] {
  const items = Array.isArray(value) ? value.filter(isRecord) : [];
  return items.flatMap(({ id }) => migration.journal.number(kind, id) ?? []);
}

async function takeGroups(migration: Migration): Promise<void> {
  const listed = await migration.list(
    'groups',
    'groups?includeSingleUserGroups=true',
    'all_groups',
  );
  const here = await groupsHere(migration);
  for (const group of listed) {
    await migration.take('groups', group.id, async () => {
      const same = here.get(sameGroup(group));
      if (same) return { to: idOf(same), isNew: false };
      if (group.single_user_group === true) throw new ItemProblem('its user is not here');
      const fields = ['name', 'nickname', 'description', 'private', 'auto_accept_requests'];
      const made = await migration.ask('POST', 'groups', pick(group, fields));
      migration.journal.add('made group', group.id, idOf(made));
      return { to: idOf(made), isNew: true };
    });
  }
  await noteOwnGroups(migration);
  for (const group of listed.filter((one) => !one.single_user_group && !isSitewide(one))) {
    await takeMembers(migration, group);
    await leaveGroup(migration, group);
  }
}

/** Who made a group for others does not stay in it, but where it has no other admin. */
async function leaveGroup(migration: Migration, group: Item): Promise<void> {
  const made = migration.journal.number('made group', group.id);
  if (made === null || migration.options.isDryRun) return;
  const { id } = await migration.ask('GET', 'internal/profile');
  await migration.options.api('DELETE', `groups/${made}/users/${id}`);
}

const isSitewide = (group: Item) => group.name === 'Sitewide Group' || group.sitewide === true;

/** The group of all is the group of all, whatever it is called. */
function sameGroup(group: Item): string {
  if (isSitewide(group)) return 'sitewide';
  const name = String(group.name);
  return group.single_user_group === true ? `own ${name.toLowerCase()}` : `group ${name}`;
}

async function groupsHere(migration: Migration): Promise<Map<string, Item>> {
  const { all_groups } = await migration.ask('GET', 'groups?includeSingleUserGroups=true');
  const groups = Array.isArray(all_groups) ? all_groups.filter(isRecord) : [];
  return new Map(groups.map((group) => [sameGroup(group), group]));
}

/** A user's own group, for what is his alone. It is what is here that counts: no line of the journal. */
async function noteOwnGroups(migration: Migration): Promise<void> {
  if (migration.options.isDryRun) return;
  const here = await groupsHere(migration);
  const users = migration.journal.values('users');
  const { users: found } = await migration.ask('GET', 'user?numPerPage=1000');
  for (const user of Array.isArray(found) ? found.filter(isRecord) : []) {
    const own = here.get(`own ${user.username}`);
    if (own && users.has(idOf(user)) && !migration.journal.has('own group', user.id)) {
      migration.journal.add('own group', user.id, idOf(own));
    }
  }
}

async function takeMembers(migration: Migration, group: Item): Promise<void> {
  const id = migration.journal.number('groups', group.id);
  const detail = await migration.skyportal.get(`groups/${group.id}`);
  if (!isRecord(detail)) return;
  for (const streamId of Array.isArray(detail.streams) ? detail.streams.filter(isRecord) : []) {
    await migration.take('group streams', `${group.id}/${streamId.id}`, async () => {
      const stream_id = migration.journal.number('streams', streamId.id);
      if (id === null || stream_id === null) throw new ItemProblem('group or stream is not here');
      await migration.ask('POST', `groups/${id}/streams`, { stream_id });
      return { to: null, isNew: true };
    });
  }
  for (const member of Array.isArray(detail.users) ? detail.users.filter(isRecord) : []) {
    await migration.take('members', `${group.id}/${member.id}`, async () => {
      const userID = migration.journal.number('users', member.id);
      if (id === null || userID === null) throw new ItemProblem('group or user is not here');
      const answer = await migration.options.api('POST', `groups/${id}/users`, {
        userID,
        admin: member.admin === true,
        canSave: member.can_save !== false,
      });
      const isThere = isRecord(answer.data) && answer.data.code === 'already_exists';
      if (answer.status !== 200 && !isThere) throw new ItemProblem(answer.message);
      return { to: null, isNew: !isThere };
    });
  }
}
