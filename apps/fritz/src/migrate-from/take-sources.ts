import { isRecord } from '../load/seed-files.ts';
import { ItemProblem, type Migration, type Taken } from './migration.ts';
import { takeClassifications } from './take-classifications.ts';
import { takeAnnotations, takeComments, takeTags } from './take-notes.ts';
import { takePhotometry } from './take-photometry.ts';
import { takeSpectra } from './take-spectra.ts';
import { takeThumbnails } from './take-thumbnails.ts';
import { type Item, itemsOf, markOf, pick, readTime } from './things.ts';

const placeFields = ['ra', 'dec', 'ra_dis', 'dec_dis', 'ra_err', 'dec_err', 'origin'];
/** What people change of a source. */
const changingFields = [
  ...['redshift', 'redshift_error', 'redshift_origin', 't0', 'transient', 'varstar', 'is_roid'],
  ...['mpc_name', 'tns_name', 'tns_info', 'score', 'alias', 'altdata', 'summary'],
];
/** What is asked for with each source, so that it needs no requests for what it has not. */
const listing =
  'sources?includePhotometryExists=true&includeSpectrumExists=true&includeCommentExists=true';

/** Saved sources with what hangs on them. An object that is interrupted is looked at again as a whole. */
export async function takeSources(migration: Migration): Promise<void> {
  const { isDryRun, isUpdate } = migration.options;
  let [seen, skipped] = [0, 0];
  for await (const { item, total } of migration.skyportal.pages(listing, 'sources')) {
    await takeSource(migration, item);
    seen += 1;
    const isDone = migration.journal.has('source contents', item.id);
    if (isDone && !isUpdate) {
      // These cost nothing: they say nothing of how long the others take.
      skipped += 1;
      continue;
    }
    if (isDryRun || migration.journal.has('sources', item.id)) await takeContents(migration, item);
    const share = (seen - skipped) / Math.max(total - skipped, seen - skipped, 1);
    migration.advance(0, Math.min(share, 0.999));
  }
}

async function takeContents(migration: Migration, item: Item): Promise<void> {
  const id = String(item.id);
  const before = shortcomings(migration);
  if (item.photometry_exists !== false) await takePhotometry(migration, id);
  if (item.spectrum_exists !== false) await takeSpectra(migration, id);
  const subject = `sources/${encodeURIComponent(id)}`;
  await takeAnnotations(migration, { subject, path: subject });
  if (item.comment_exists !== false) await takeComments(migration, { subject, path: subject });
  await takeClassifications(migration, id);
  await takeTags(migration, id);
  await takeThumbnails(migration, id, savedGroups(item));
  // What was refused may be given the next time.
  if (migration.options.isDryRun || shortcomings(migration) > before) return;
  if (!migration.journal.has('source contents', item.id)) {
    migration.journal.add('source contents', item.id, null);
  }
}

const savedGroups = (item: Item) => itemsOf(item.groups).filter(({ active }) => active !== false);

function shortcomings({ report }: Migration): number {
  return report.kinds.reduce((sum, { refused, failed }) => sum + refused + failed, 0);
}

async function takeSource(migration: Migration, item: Item): Promise<void> {
  const groups = savedGroups(item);
  const marks = marksOf(item, groups);
  const mark = JSON.stringify(marks);
  await migration.take('sources', item.id, {
    make: async () => {
      await saveSource(migration, item, groups);
      return { to: String(item.id), mark };
    },
    again: async ({ to, mark: old }) => {
      if (old === mark) return { to, mark, outcome: 'before' };
      return updateSource(migration, { item, groups, old: readMarks(old), now: marks });
    },
  });
}

type Marks = Readonly<Record<string, string>>;

/** What each field is like, and whom it is saved to: short, to be remembered. */
function marksOf(item: Item, groups: readonly Item[]): Marks {
  const short = (value: unknown) => markOf(value).slice(0, 8);
  const fields = Object.entries(pick(item, changingFields));
  const saved = groups.map(({ id }) => Number(id)).toSorted((a, b) => a - b);
  return {
    ...Object.fromEntries(fields.map(([name, value]) => [name, short(value)])),
    '': short(saved),
  };
}

function readMarks(text: string | null): Marks {
  return text === null ? {} : JSON.parse(text);
}

/** Saved to the groups that it is saved to there, in the name of who did it. */
async function saveSource(
  migration: Migration,
  item: Item,
  groups: readonly Item[],
): Promise<void> {
  const group_ids = migration.groupsOf('sources', { ...item, groups });
  if (group_ids.length === 0) throw new ItemProblem('none of its groups is here');
  const savers = groups.flatMap((group) => {
    const by = isRecord(group.saved_by) ? group.saved_by.id : group.saved_by_id;
    const to = migration.journal.number('groups', group.id);
    const user = migration.journal.number('users', by);
    return to === null || user === null ? [] : [[String(to), user] as const];
  });
  const fields = pick(item, [...placeFields, ...changingFields]);
  const body = { id: item.id, ...fields, group_ids };
  const saver_per_group_id = Object.fromEntries(savers);
  await migration.ask('POST', 'sources', {
    ...body,
    ...(savers.length === 0 ? {} : { saver_per_group_id }),
  });
  const saves = groups.flatMap((group) => {
    const groupId = migration.journal.number('groups', group.id);
    const savedAt = readTime(group.saved_at);
    return groupId === null || savedAt === null ? [] : [{ groupId, savedAt }];
  });
  await migration.options.restoreSaves(String(item.id), saves);
}

/** What changed there since it was taken is changed here, where it is as it was taken. */
async function updateSource(
  migration: Migration,
  change: { item: Item; groups: readonly Item[]; old: Marks; now: Marks },
): Promise<Taken> {
  const { item, groups, old, now } = change;
  const to = String(item.id);
  const path = `sources/${encodeURIComponent(to)}`;
  if (old[''] !== now['']) await saveSource(migration, item, groups);
  const here = marksOf(await migration.ask('GET', path), []);
  const changed = changingFields.filter(
    (name) => old[name] !== now[name] && here[name] !== now[name],
  );
  const clashing = changed.filter((name) => here[name] !== old[name]);
  const free = changed.filter((name) => !clashing.includes(name));
  const values = free.map((name) => [name, item[name] ?? null] as const);
  if (values.length > 0) await migration.ask('PATCH', path, Object.fromEntries(values));
  if (clashing.length === 0) return { to, mark: JSON.stringify(now), outcome: 'updated' };
  const kept = Object.fromEntries(
    clashing.flatMap((name) => (old[name] ? [[name, old[name]]] : [])),
  );
  const mark = JSON.stringify({ ...without(now, clashing), ...kept });
  return { to, mark, outcome: 'different', why: `${clashing} changed there and here` };
}

function without(marks: Marks, names: readonly string[]): Marks {
  return Object.fromEntries(Object.entries(marks).filter(([name]) => !names.includes(name)));
}
