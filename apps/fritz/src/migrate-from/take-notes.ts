import { isRecord } from '../load/seed-files.ts';
import { ItemProblem, type Migration, pick } from './migration.ts';
import type { Item } from './skyportal-client.ts';
import { demand } from './take-facilities.ts';

/** What people and programs say of an object, each in its author's name. */
export async function takeNotes(migration: Migration, objId: string): Promise<void> {
  const source = `sources/${encodeURIComponent(objId)}`;
  await takeSaid(migration, source, {
    kind: 'annotations',
    path: `${source}/annotations`,
    bodyOf: (item) => pick(item, ['origin', 'data']),
    isSame: (here, item) => here.origin === item.origin,
  });
  await takeSaid(migration, source, {
    kind: 'comments',
    path: `${source}/comments`,
    bodyOf: (item) => {
      if (item.attachment_name) {
        migration.problem('comments', item.id, `without its attachment ${item.attachment_name}`);
      }
      return pick(item, ['text', 'channel']);
    },
    isSame: (here, item, author) => here.text === item.text && authorOf(here) === author,
  });
  await takeSaid(migration, source, {
    kind: 'classifications',
    path: `${source}/classifications`,
    postPath: 'classification',
    bodyOf: (item) => ({
      obj_id: objId,
      ...pick(item, ['classification', 'probability', 'ml', 'origin']),
      taxonomy_id: demand(migration, 'taxonomies', item.taxonomy_id),
    }),
    isSame: (here, item, author) =>
      here.classification === item.classification &&
      here.taxonomy_id === migration.journal.number('taxonomies', item.taxonomy_id) &&
      authorOf(here) === author,
  });
  await takeTags(migration, objId);
}

interface Said {
  kind: string;
  path: string;
  postPath?: string;
  bodyOf: (item: Item) => Record<string, unknown>;
  /** Whether what is here is what was taken over before the journal could say so. */
  isSame: (here: Item, item: Item, author: number | null) => boolean;
}

function authorOf(item: Item): unknown {
  return item.author_id ?? (isRecord(item.author) ? item.author.id : null);
}

async function takeSaid(migration: Migration, _source: string, said: Said): Promise<void> {
  const { kind, path, postPath = path } = said;
  const items = await migration.list(kind, path);
  if (items.length === 0) return;
  const here = migration.options.isDryRun ? [] : await listHere(migration, path);
  const mapped = migration.journal.values(kind);
  for (const item of items) {
    await migration.take(kind, item.id, async () => {
      const author = migration.journal.number('users', authorOf(item));
      const same = here.find((one) => {
        return !mapped.has(Number(one.id)) && said.isSame(one, item, author);
      });
      if (same) {
        mapped.add(Number(same.id));
        return { to: Number(same.id), isNew: false };
      }
      const body = { ...said.bodyOf(item), group_ids: migration.groupsOf(kind, item, author) };
      const made = await migration.askAs(author, { kind, id: item.id, path: postPath, body });
      const id = Number(made.classification_id ?? made.comment_id ?? made.annotation_id ?? made.id);
      mapped.add(id);
      return { to: id, isNew: true };
    });
  }
}

async function listHere(migration: Migration, path: string): Promise<Item[]> {
  const { list } = await migration.ask('GET', path);
  return Array.isArray(list) ? list.filter(isRecord) : [];
}

async function takeTags(migration: Migration, objId: string): Promise<void> {
  const path = `objtag?obj_id=${encodeURIComponent(objId)}`;
  for (const item of await migration.list('tags', path)) {
    await migration.take('tags', item.id, async () => {
      const author = migration.journal.number('users', authorOf(item));
      const objtagoption_id = demand(migration, 'tag names', item.objtagoption_id);
      const here = await listHere(migration, path);
      const same = here.find((one) => one.objtagoption_id === objtagoption_id);
      if (same) return { to: Number(same.id), isNew: false };
      const groups = Array.isArray(item.groups)
        ? { group_ids: migration.groupsOf('tags', item) }
        : {};
      const body = { obj_id: objId, objtagoption_id, ...groups };
      const made = await migration.askAs(author, {
        kind: 'tags',
        id: item.id,
        path: 'objtag',
        body,
      });
      return { to: Number(made.id), isNew: true };
    });
  }
}

/** Everybody's own lists: favourites, what was rejected while scanning. */
export async function takeListings(migration: Migration): Promise<void> {
  for await (const { item: user } of migration.skyportal.pages('user', 'users')) {
    for (const item of await migration.list('listings', `listing/${user.id}`)) {
      await migration.take('listings', item.id, async () => {
        const owner = demand(migration, 'users', user.id);
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
        if (answer.status !== 200 && !isThere) throw new ItemProblem(answer.message);
        const id = isRecord(answer.data) ? answer.data.id : null;
        return { to: typeof id === 'number' ? id : null, isNew: !isThere };
      });
    }
  }
}
