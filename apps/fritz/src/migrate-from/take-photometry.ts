import { isRecord } from '../load/seed-files.ts';
import { ItemProblem, type Migration } from './migration.ts';
import { type PhotometryColumns, readPoint, uploadsOf } from './photometry-upload.ts';
import { takeAnnotated } from './take-notes.ts';
import { takeValidations } from './take-validations.ts';
import { type Item, itemsOf, markOf } from './things.ts';

const perUpload = 2000;
const kind = 'photometry';
const query =
  'format=both&magsys=ab&individualOrSeries=individual&includeOwnerInfo=true' +
  '&includeStreamInfo=true&includeAnnotationInfo=true&includeValidationInfo=true' +
  // Only Fritz has comments on points.
  '&includeCommentInfo=true';

/**
 * An object's points, by owner and by whom they are for. A point that is there already is the same
 * point (PUT), so that an upload that was interrupted may be sent again.
 */
export async function takePhotometry(migration: Migration, objId: string): Promise<void> {
  const path = `sources/${encodeURIComponent(objId)}/photometry?${query}`;
  const points = (await migration.list(kind, path)).filter(({ id }) => id !== null);
  for (const [audience, group] of Map.groupBy(points, audienceKey)) {
    // Those that came since stand behind those that were there.
    const inOrder = group.toSorted((a, b) => Number(a.id) - Number(b.id));
    await takeGroup(migration, { objId, key: `${objId} ${audience}`, points: inOrder });
  }
  await findNoted(migration, objId, points);
  await takeAnnotated(migration, points);
  await takeValidations(migration, points);
}

/** Of points of which something is said since they were taken it must be found out which they are. */
async function findNoted(
  migration: Migration,
  objId: string,
  points: readonly Item[],
): Promise<void> {
  if (migration.options.isDryRun) return;
  const lost = points.filter(
    (point) => isNoted(point) && !migration.journal.has('points', point.id),
  );
  for (const [audience, group] of Map.groupBy(lost, audienceKey)) {
    const key = `${objId} ${audience}`;
    if (!migration.journal.has(kind, key)) continue;
    const { copied, failed } = migration.counts(kind);
    await takePoints(migration, { objId, key, points: group }, group);
    // Sent again they are the same points: nothing was taken, or refused, once more.
    Object.assign(migration.counts(kind), { copied, failed });
  }
}

const ids = (value: unknown) =>
  itemsOf(value)
    .map(({ id }) => Number(id))
    .toSorted((a, b) => a - b);

function ownerOf(point: Item): unknown {
  return isRecord(point.owner) ? point.owner.id : (point.owner_id ?? null);
}

function audienceKey(point: Item): string {
  return JSON.stringify([ownerOf(point), ids(point.groups), ids(point.streams)]);
}

interface PointGroup {
  readonly objId: string;
  readonly key: string;
  readonly points: readonly Item[];
}

/** What is remembered of points: how many there were, and what they were like. */
const seriesMark = (points: readonly Item[]) => markOf(points.map((point) => readPoint(point, 0)));

async function takeGroup(migration: Migration, group: PointGroup): Promise<void> {
  const { key, points } = group;
  const counts = migration.counts(kind);
  counts.read += points.length;
  migration.advance(points.length);
  if (migration.options.isDryRun) return;
  const known = migration.journal.entry(kind, key);
  const count = typeof known?.to === 'number' ? known.to : 0;
  const isSame = seriesMark(points.slice(0, count)) === known?.mark;
  const start = known !== null && isSame ? count : 0;
  counts.before += start;
  if (known !== null && !isSame) {
    counts.different += 1;
    const why =
      'points changed or went there since: what they were stays here beside what they are';
    migration.tell('different', kind, key, why);
  }
  for (let at = start; at < points.length; at += perUpload) {
    const end = Math.min(at + perUpload, points.length);
    await takePoints(migration, group, points.slice(at, end));
    migration.journal.add(kind, key, end, seriesMark(points.slice(0, end)));
  }
}

async function takePoints(
  migration: Migration,
  group: PointGroup,
  points: readonly Item[],
): Promise<void> {
  const [first] = points;
  if (!first) return;
  const owner = migration.journal.number('users', ownerOf(first));
  try {
    const audience = {
      group_ids: migration.groupsOf(kind, { ...first, id: group.key }, owner),
      stream_ids: ids(first.streams).flatMap((id) => migration.journal.number('streams', id) ?? []),
    };
    const rows = points.flatMap((point) => {
      const instrument = migration.journal.number('instruments', point.instrument_id);
      if (instrument !== null) return [{ point, columns: readPoint(point, instrument) }];
      refusePoint(migration, point, `instrument ${point.instrument_id} is not here`);
      return [];
    });
    for (const upload of uploadsOf(rows)) {
      await send(migration, { ...group, owner, audience }, upload);
    }
  } catch (error) {
    migration.fail(kind, group.key, error, points.length);
  }
}

function refusePoint(migration: Migration, { id, mjd }: Item, why: string): void {
  migration.counts(kind).failed += 1;
  migration.tell('failed', kind, id, `MJD ${mjd}: ${why}`);
}

interface Row {
  readonly point: Item;
  readonly columns: PhotometryColumns;
}

/** Sends rows; those that are refused are told of, and the others are sent without them. */
async function send(
  migration: Migration,
  group: PointGroup & { owner: number | null; audience: Item },
  rows: readonly Row[],
): Promise<void> {
  if (rows.length === 0) return;
  const names = new Set(rows.flatMap(({ columns }) => Object.keys(columns)));
  const lists = [...names].map((name) => [name, rows.map(({ columns }) => columns[name] ?? null)]);
  const body = {
    obj_id: group.objId,
    magsys: 'ab',
    ...Object.fromEntries(lists),
    ...(names.has('flux') ? { zp: 23.9 } : {}),
    ...group.audience,
  };
  try {
    const what = { kind, id: group.key, path: 'photometry', body, method: 'PUT' } as const;
    const { ids: made } = await migration.askAs(group.owner, what);
    migration.counts(kind).copied += rows.length;
    notePoints(migration, rows, Array.isArray(made) ? made : []);
  } catch (error) {
    const bad = badRows(error);
    if (bad.size === 0) throw error;
    for (const [row, why] of bad) refusePoint(migration, rows[row]?.point ?? {}, why);
    await send(
      migration,
      group,
      rows.filter((_, row) => !bad.has(row)),
    );
  }
}

/** By row what the API here says is wrong with it. */
function badRows(error: unknown): Map<number, string> {
  const data = error instanceof ItemProblem ? error.answer?.data : null;
  if (!isRecord(data) || data.code !== 'invalid_rows') return new Map();
  return new Map(
    itemsOf(data.errors).map(({ row, field, message }) => [Number(row), `${field} ${message}`]),
  );
}

function isNoted({ annotations, comments, validations }: Item): boolean {
  return [annotations, comments, validations].some((said) => itemsOf(said).length > 0);
}

/** Which point here is which there, of those that something is said of. */
function notePoints(migration: Migration, rows: readonly Row[], made: readonly unknown[]): void {
  rows.forEach(({ point }, row) => {
    const to = made[row];
    if (!isNoted(point) || to === undefined) return;
    migration.journal.add('points', point.id, String(to));
  });
}
