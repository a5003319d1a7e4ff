import { isRecord } from '../load/seed-files.ts';
import { authorOf, type Migration } from './migration.ts';
import { SkyportalRefusal } from './skyportal-client.ts';
import type { Said } from './take-notes.ts';
import { type Item, itemsOf, pick } from './things.ts';

/** Classifications with earlier versions, in the journal from when the first one is written. */
export const withVersions = 'classifications with versions';
const step = 'classification versions';

interface Version {
  readonly by: unknown;
  readonly fields: Item;
}

/**
 * Writes a classification that was changed there version by version, each in the name of who changed
 * it. Interrupted it goes on with the next version. What cannot be written is told with the
 * classification itself, which is then taken as it is now.
 */
export async function takeVersions(migration: Migration, item: Item, said: Said): Promise<void> {
  if (migration.options.isDryRun || migration.journal.has('classifications', item.id)) return;
  const [first, ...later] = await versionsOf(migration, item);
  if (first === undefined || later.length === 0) return;
  try {
    const to = await begin(migration, { item, said, first });
    for (const [at, { by, fields }] of later.entries()) {
      const key = `${item.id}/${at}`;
      if (migration.journal.has(step, key)) continue;
      const editor = migration.journal.number('users', by);
      const what = { kind: said.kind, id: item.id, path: said.putPath(to), body: fields };
      await migration.askAs(editor, { ...what, method: 'PUT' });
      migration.journal.add(step, key, null);
    }
  } catch (error) {
    migration.fail(step, item.id, error);
  }
}

async function begin(
  migration: Migration,
  { item, said, first }: { item: Item; said: Said; first: Version },
): Promise<number> {
  const known = migration.journal.number(withVersions, item.id);
  if (known !== null) return known;
  const author = migration.journal.number('users', authorOf(item));
  const group_ids = migration.groupsOf(said.kind, item, author);
  const body = { ...(await said.bodyOf(item)), ...first.fields, group_ids };
  const path = said.postPath ?? said.path;
  const made = await migration.askAs(author, { kind: said.kind, id: item.id, path, body });
  const to = Number(made.classification_id);
  migration.journal.add(withVersions, item.id, to);
  return to;
}

/** What it said, the oldest first: SkyPortal keeps each change of a probability, Fritz each version. */
async function versionsOf(migration: Migration, item: Item): Promise<Version[]> {
  const edits = itemsOf(item.edits).toSorted((a, b) => Number(a.id) - Number(b.id));
  const [oldest] = edits;
  if (oldest !== undefined) {
    const of = (by: unknown, probability: unknown): Version => ({
      by,
      fields: { probability: probability ?? null },
    });
    return [
      of(authorOf(item), oldest.old_probability),
      ...edits.map((edit) => of(edit.editor_id, edit.new_probability)),
    ];
  }
  if (!(Number(item.version) > 1)) return [];
  const history = await migration
    .list(step, `classification/${item.id}/history`)
    .catch((error: unknown) => {
      if (error instanceof SkyportalRefusal) return [];
      throw error;
    });
  return history.map((one) => ({
    by: isRecord(one.changed_by) ? one.changed_by.id : authorOf(item),
    fields: {
      ...pick(one, ['classification', 'ml', 'origin']),
      probability: one.probability ?? null,
    },
  }));
}
