import type { DatedKind } from '@fritz/archive';
import { isRecord } from '../load/seed-files.ts';
import { authorOf, ItemProblem, type Migration, type Taken } from './migration.ts';
import { SkyportalRefusal } from './skyportal-client.ts';
import { differences, type Item, itemsOf, markOf, pick } from './things.ts';

/** What notes are attached to: `sources/ZTF…`, `spectra/7`; there and here. */
export interface Subject {
  readonly subject: string;
  /** Its path here. */
  readonly path: string;
  /** The notes on it, where they came with it. */
  readonly items?: readonly Item[];
}

/** One kind of what people and programs say. */
export interface Said {
  readonly kind: DatedKind;
  /** Where it is listed here. */
  readonly path: string;
  /** Where it is written, if elsewhere. */
  readonly postPath?: string;
  /** Where one is changed; null: nowhere. */
  readonly putPath: (id: number) => string;
  /** What can be compared, in the words of here. */
  readonly fieldsOf: (item: Item) => Item;
  readonly bodyOf: (item: Item) => Promise<Item>;
  /** Its id here where it was written already by itself. */
  readonly idHere?: (item: Item) => number | null;
  /** Whether what is here is what was taken over before the journal could say so. */
  readonly isSame: (here: Item, item: Item, author: number | null) => boolean;
}

export async function takeAnnotations(migration: Migration, on: Subject): Promise<void> {
  const items = on.items ?? (await migration.list('annotations', `${on.subject}/annotations`));
  const path = `${on.path}/annotations`;
  const fieldsOf = (item: Item) => pick(item, ['origin', 'data']);
  await takeSaid(migration, items, {
    kind: 'annotations',
    path,
    putPath: (id) => `${path}/${id}`,
    fieldsOf,
    bodyOf: async (item) => fieldsOf(item),
    isSame: (here, item) => here.origin === item.origin,
  });
}

/** In every conversation: a list has those of the main one alone. */
export async function takeComments(migration: Migration, on: Subject): Promise<void> {
  const channels = on.items ? [] : await listChannels(migration, on.subject);
  await takeConversation(migration, on, null);
  for (const channel of channels) await takeConversation(migration, on, channel);
}

async function listChannels(migration: Migration, subject: string): Promise<string[]> {
  const found = await migration.skyportal
    .get(`${subject}/comments/channels`)
    .catch((error: unknown) => {
      if (error instanceof SkyportalRefusal) return [];
      throw error;
    });
  return Array.isArray(found) ? found.filter((one) => typeof one === 'string') : [];
}

async function takeConversation(
  migration: Migration,
  on: Subject,
  channel: string | null,
): Promise<void> {
  const within = channel === null ? '' : `?channel=${encodeURIComponent(channel)}`;
  const there = `${on.subject}/comments`;
  const items = on.items ?? (await migration.list('comments', `${there}${within}`));
  const path = `${on.path}/comments`;
  await takeSaid(migration, items, {
    kind: 'comments',
    path: `${path}${within}`,
    postPath: path,
    putPath: (id) => `${path}/${id}`,
    fieldsOf: (item) => pick(item, ['text', 'attachment_name']),
    bodyOf: async (item) => ({
      ...pick(item, ['text', 'channel']),
      ...(await readAttachment(migration, item, `${there}/${item.id}/attachment`)),
    }),
    isSame: (here, item, author) => here.text === item.text && authorOf(here) === author,
  });
}

async function readAttachment(migration: Migration, item: Item, path: string): Promise<Item> {
  const name = item.attachment_name;
  if (typeof name !== 'string' || name === '') return {};
  try {
    const bytes = await migration.skyportal.bytes(path);
    return { attachment: { name, body: bytes.toString('base64') } };
  } catch (error) {
    if (!(error instanceof SkyportalRefusal)) throw error;
    migration.tell('note', 'comments', item.id, `without its attachment ${name}: ${error.message}`);
    return {};
  }
}

/** Takes what is said, each in its author's name and for the groups that it is for. */
export async function takeSaid(
  migration: Migration,
  items: readonly Item[],
  said: Said,
): Promise<void> {
  if (items.length === 0) return;
  const { kind } = said;
  const isDone = items.every(({ id }) => migration.journal.has(kind, id));
  const { isDryRun, isUpdate } = migration.options;
  const here = isDryRun || (isDone && !isUpdate) ? [] : await migration.here(said.path);
  const taken = migration.journal.values(kind);
  for (const item of items) {
    const mark = markOf(said.fieldsOf(item));
    await migration.take(kind, item.id, {
      make: async () => {
        const known = said.idHere?.(item) ?? null;
        if (known !== null) {
          await migration.restoreTimes(kind, known, item);
          return { to: known, mark };
        }
        const author = migration.journal.number('users', authorOf(item));
        const same = here.find((one) => {
          return !taken.has(Number(one.id)) && said.isSame(one, item, author);
        });
        const to = same ? Number(same.id) : await write(migration, said, item);
        await migration.restoreTimes(kind, to, item);
        return { to, mark, outcome: same ? 'before' : 'copied' };
      },
      again: async ({ to, mark: old }) => {
        if (old === mark) return { to, mark, outcome: 'before' };
        const known = here.find(({ id }) => id === to);
        if (!known) return { to, mark, outcome: 'different', why: 'it was deleted here' };
        return rewrite(migration, said, { item, old, mark, here: known });
      },
    });
  }
}

async function write(migration: Migration, said: Said, item: Item): Promise<number> {
  const { kind, path, postPath = path } = said;
  const author = migration.journal.number('users', authorOf(item));
  const body = { ...(await said.bodyOf(item)), group_ids: migration.groupsOf(kind, item, author) };
  const what = { kind, id: item.id, path: postPath, body };
  const made = await migration.askAs(author, what).catch((error: unknown) => {
    const { attachment, ...rest } = body as Item;
    const isTooLarge = error instanceof ItemProblem && error.answer?.status === 413;
    if (!isTooLarge || attachment === undefined) throw error;
    migration.tell('note', kind, item.id, `without its attachment: ${error.message}`);
    return migration.askAs(author, { ...what, body: rest });
  });
  return Number(made.classification_id ?? made.comment_id ?? made.annotation_id ?? made.id);
}

/** What changed there since it was taken is changed here, where it still is as it was taken. */
async function rewrite(
  migration: Migration,
  said: Said,
  { item, old, mark, here }: { item: Item; old: string | null; mark: string; here: Item },
): Promise<Taken> {
  const to = Number(here.id);
  const now = markOf(said.fieldsOf(here));
  if (now === mark) return { to, mark, outcome: 'before' };
  if (now !== old) {
    const names = differences(said.fieldsOf(item), said.fieldsOf(here));
    const why = `${names} changed there and here`;
    return { to, outcome: 'different', why, ...(old === null ? {} : { mark: old }) };
  }
  await migration.ask('PUT', said.putPath(to), await said.bodyOf(item));
  await migration.restoreTimes(said.kind, to, item);
  return { to, mark, outcome: 'updated' };
}

const onPoints = [
  ['annotations', takeAnnotations],
  ['comments', takeComments],
] as const;

/** Annotations and comments on single points, which came with the points. */
export async function takeAnnotated(migration: Migration, points: readonly Item[]): Promise<void> {
  for (const point of points) {
    const subject = `photometry/${point.id}`;
    const id = migration.journal.get('points', point.id);
    for (const [kind, take] of onPoints) {
      const items = itemsOf(point[kind]).filter(({ id: known }) => known !== undefined);
      if (items.length === 0) continue;
      if (id !== null || migration.options.isDryRun) {
        await take(migration, { subject, path: `photometry/${id}`, items });
        continue;
      }
      migration.counts(kind).failed += items.length;
      migration.tell('failed', kind, subject, 'the point that they are on is not here');
    }
  }
}

export async function takeTags(migration: Migration, objId: string): Promise<void> {
  const path = `objtag?obj_id=${encodeURIComponent(objId)}`;
  for (const item of await migration.list('tags', path)) {
    await migration.take('tags', item.id, {
      make: async () => {
        const author = migration.journal.number('users', authorOf(item));
        const objtagoption_id = migration.demand('tag names', item.objtagoption_id);
        const here = await migration.here(path);
        const same = here.find((one) => one.objtagoption_id === objtagoption_id);
        if (same) return { to: Number(same.id), outcome: 'before' };
        const groups = Array.isArray(item.groups)
          ? { group_ids: migration.groupsOf('tags', item) }
          : {};
        const body = { obj_id: objId, objtagoption_id, ...groups };
        const what = { kind: 'tags', id: item.id, path: 'objtag', body };
        return { to: Number((await migration.askAs(author, what)).id) };
      },
    });
  }
}

/** Everybody's own lists: favourites, what was rejected while scanning. */
export async function takeListings(migration: Migration): Promise<void> {
  for await (const { item: user } of migration.skyportal.pages('user', 'users')) {
    for (const item of await migration.list('listings', `listing/${user.id}`)) {
      await migration.take('listings', item.id, { make: () => takeListing(migration, user, item) });
    }
  }
}

async function takeListing(migration: Migration, user: Item, item: Item): Promise<Taken> {
  const owner = migration.demand('users', user.id);
  if (!migration.journal.has('sources', item.obj_id)) {
    throw new ItemProblem(`${item.obj_id} is not here`);
  }
  const api = await migration.options.apiAs(owner);
  const answer = await api('POST', 'listing', {
    obj_id: item.obj_id,
    list_name: item.list_name,
    ...(isRecord(item.params) ? { params: item.params } : {}),
  });
  const isThere = isRecord(answer.data) && answer.data.code === 'already_exists';
  if (answer.status !== 200 && !isThere) throw new ItemProblem(answer.message, answer);
  const id = isRecord(answer.data) ? answer.data.id : null;
  return { to: typeof id === 'number' ? id : null, outcome: isThere ? 'before' : 'copied' };
}
