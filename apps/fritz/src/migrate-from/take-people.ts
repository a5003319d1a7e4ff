import { isRecord } from '../load/seed-files.ts';
import { ItemProblem, idOf, type Migration } from './migration.ts';
import { differences, type Item, itemsOf, pick } from './things.ts';

/** Streams, users, groups and who is in them: what everything else is shown to. */
export async function takePeople(migration: Migration): Promise<void> {
  await takeStreams(migration);
  await readStreams(migration);
  await takeUsers(migration);
  await takeGroups(migration);
}

async function takeStreams(migration: Migration): Promise<void> {
  const { isDryRun } = migration.options;
  const here = new Map(
    (isDryRun ? [] : await migration.here('streams')).map((one) => [String(one.name), one]),
  );
  for (const stream of await migration.list('streams', 'streams')) {
    const body = pick(stream, ['name', 'altdata', 'auto_join']);
    await migration.take('streams', stream.id, {
      make: async () => {
        const same = here.get(String(stream.name));
        if (!same) return { to: idOf(await migration.ask('POST', 'streams', body)) };
        const to = idOf(same);
        if (differences(pick(body, ['altdata']), same).length === 0)
          return { to, outcome: 'before' };
        return { to, outcome: 'different', why: `${stream.name} is of other programmes here` };
      },
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

const personFields = ['first_name', 'last_name', 'contact_email', 'contact_phone', 'bio', 'is_bot'];
const knownRoles = ['Full user', 'Group admin', 'Super admin', 'View only'];

async function takeUsers(migration: Migration): Promise<void> {
  for await (const { item } of migration.skyportal.pages('user', 'users')) {
    await migration.take('users', item.id, {
      make: async () => {
        const username = String(item.username).toLowerCase();
        const same = await findUser(migration, username);
        if (same) return { to: idOf(same), outcome: 'before' };
        return {
          to: idOf(await migration.ask('POST', 'user', userBody(migration, item, username))),
        };
      },
    });
  }
}

function userBody(migration: Migration, item: Item, username: string): Item {
  const roles = namesOf(item.roles);
  const unknown = roles.filter((role) => !knownRoles.includes(role));
  if (unknown.length > 0) migration.tell('note', 'users', item.id, `without roles ${unknown}`);
  const affiliations = namesOf(item.affiliations);
  return {
    username,
    ...pick(item, personFields),
    ...(affiliations.length > 0 ? { affiliations } : {}),
    roles: roles.filter((role) => knownRoles.includes(role)),
    streamIDs: idsOf(migration, 'streams', item.streams),
    ...(item.expiration_date ? { expirationDate: item.expiration_date } : {}),
  };
}

async function findUser(migration: Migration, username: string): Promise<Item | null> {
  const found = await migration.ask('GET', `user?username=${encodeURIComponent(username)}`);
  return itemsOf(found.users).find((user) => user.username === username) ?? null;
}

/** Words that are given as such, or as objects with an id or a name. */
function namesOf(value: unknown): string[] {
  return Array.isArray(value)
    ? value.map((one) => String(isRecord(one) ? (one.id ?? one.name) : one))
    : [];
}

function idsOf(migration: Migration, kind: string, value: unknown): number[] {
  return itemsOf(value).flatMap(({ id }) => migration.journal.number(kind, id) ?? []);
}

async function takeGroups(migration: Migration): Promise<void> {
  const listed = await migration.list(
    'groups',
    'groups?includeSingleUserGroups=true',
    'all_groups',
  );
  const here = migration.options.isDryRun ? new Map() : await groupsHere(migration);
  for (const group of listed) {
    await migration.take('groups', group.id, {
      make: async () => {
        const same = here.get(sameGroup(group));
        if (same) return { to: idOf(same), outcome: 'before' };
        if (group.single_user_group === true) throw new ItemProblem('its user is not here');
        const fields = ['name', 'nickname', 'description', 'private', 'auto_accept_requests'];
        const made = await migration.ask('POST', 'groups', pick(group, fields));
        migration.journal.add('made group', group.id, idOf(made));
        return { to: idOf(made) };
      },
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
  return new Map(itemsOf(all_groups).map((group) => [sameGroup(group), group]));
}

/** A user's own group, for what is his alone. It is what is here that counts: no line of the journal. */
async function noteOwnGroups(migration: Migration): Promise<void> {
  if (migration.options.isDryRun) return;
  const here = await groupsHere(migration);
  const users = migration.journal.values('users');
  const { users: found } = await migration.ask('GET', 'user?numPerPage=1000');
  for (const user of itemsOf(found)) {
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
  for (const stream of itemsOf(detail.streams)) {
    await migration.take('group streams', `${group.id}/${stream.id}`, {
      make: async () => {
        const stream_id = migration.journal.number('streams', stream.id);
        if (id === null || stream_id === null) throw new ItemProblem('group or stream is not here');
        await migration.ask('POST', `groups/${id}/streams`, { stream_id });
        return { to: null };
      },
    });
  }
  for (const member of itemsOf(detail.users)) await takeMember(migration, group, { id, member });
}

async function takeMember(
  migration: Migration,
  group: Item,
  { id, member }: { id: number | null; member: Item },
): Promise<void> {
  await migration.take('members', `${group.id}/${member.id}`, {
    make: async () => {
      const userID = migration.journal.number('users', member.id);
      if (id === null || userID === null) throw new ItemProblem('group or user is not here');
      const answer = await migration.options.api('POST', `groups/${id}/users`, {
        userID,
        admin: member.admin === true,
        canSave: member.can_save !== false,
      });
      const isThere = isRecord(answer.data) && answer.data.code === 'already_exists';
      if (answer.status !== 200 && !isThere) throw new ItemProblem(answer.message, answer);
      return { to: null, outcome: isThere ? 'before' : 'copied' };
    },
  });
}
