import { isRecord } from '../load/seed-files.ts';
import { ItemProblem, type Migration, pick } from './migration.ts';
import type { Item } from './skyportal-client.ts';
import { takeNotes } from './take-notes.ts';
import { takePhotometry } from './take-photometry.ts';

const sourceFields = [
  ...['ra', 'dec', 'ra_dis', 'dec_dis', 'ra_err', 'dec_err', 'redshift', 'redshift_error'],
  ...['redshift_origin', 't0', 'transient', 'varstar', 'is_roid', 'mpc_name', 'tns_name'],
  ...['tns_info', 'score', 'origin', 'alias', 'altdata', 'summary'],
];

/** Saved sources with what hangs on them. An object that is interrupted is looked at again as a whole. */
export async function takeSources(migration: Migration): Promise<void> {
  for await (const { item } of migration.skyportal.pages('sources', 'sources')) {
    await migration.take('sources', item.id, async () => {
      await saveSource(migration, item);
      return { to: String(item.id), isNew: true };
    });
    if (!migration.options.isDryRun && !migration.journal.has('sources', item.id)) continue;
    if (migration.journal.has('source contents', item.id)) {
      migration.counts('source contents').known += 1;
      continue;
    }
    await takePhotometry(migration, String(item.id));
    await takeNotes(migration, String(item.id));
    await migration.take('source contents', item.id, async () => ({ to: null, isNew: true }));
  }
}

/** Saved to the groups that it is saved to there, in the name of who did it. */
async function saveSource(migration: Migration, item: Item): Promise<void> {
  const groups = Array.isArray(item.groups) ? item.groups.filter(isRecord) : [];
  const active = groups.filter((group) => group.active !== false);
  const group_ids = migration.groupsOf('sources', { ...item, groups: active });
  if (group_ids.length === 0) throw new ItemProblem('none of its groups is here');
  const savers = active.flatMap((group) => {
    const by = isRecord(group.saved_by) ? group.saved_by.id : group.saved_by_id;
    const [to, user] = [
      migration.journal.number('groups', group.id),
      migration.journal.number('users', by),
    ];
    return to === null || user === null ? [] : [[String(to), user] as const];
  });
  const body = { id: item.id, ...pick(item, sourceFields), group_ids };
  const path = 'sources';
  if (savers.length === 0) return void (await migration.ask('POST', path, body));
  const saver_per_group_id = Object.fromEntries(savers);
  await migration.ask('POST', path, { ...body, saver_per_group_id });
}
