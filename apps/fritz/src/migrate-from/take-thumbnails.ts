import { isRecord } from '../load/seed-files.ts';
import { ItemProblem, type Migration } from './migration.ts';
import { SkyportalRefusal } from './skyportal-client.ts';
import { type Item, itemsOf, pick } from './things.ts';

const kind = 'thumbnails';

/**
 * The pictures of an object that SkyPortal keeps itself; those that surveys draw are drawn here, too. SkyPortal
 * shows them to everybody: here they are for the groups that the object is saved to.
 */
export async function takeThumbnails(
  migration: Migration,
  objId: string,
  groups: readonly Item[],
): Promise<void> {
  const there = await migration.skyportal
    .get(`sources/${encodeURIComponent(objId)}?includeThumbnails=true`)
    .catch((error: unknown) => {
      if (!(error instanceof SkyportalRefusal)) throw error;
      migration.fail(kind, objId, error);
      return null;
    });
  for (const item of itemsOf(isRecord(there) ? there.thumbnails : null)) {
    const { id, public_url: place } = item;
    if (typeof id !== 'number' || typeof place !== 'string' || !place.startsWith('/')) continue;
    await migration.take(kind, id, {
      make: async () => {
        const image = await migration.skyportal.file(place);
        const isOfHere = Array.isArray(item.groups) && item.groups.length > 0;
        const group_ids = migration.groupsOf(kind, isOfHere ? item : { ...item, groups });
        if (image.length === 0) throw new ItemProblem('it is empty');
        const made = await migration.ask('POST', 'thumbnail', {
          obj_id: objId,
          data: image.toString('base64'),
          ttype: item.type,
          ...pick(item, ['survey', 'origin']),
          group_ids,
        });
        return { to: Number(made.id) };
      },
    });
  }
}
