import {
  findSitewideGroup,
  groupsAudience,
  listGroups,
  type Viewer,
  type ViewerTx,
} from '@fritz/archive';
import { NotFoundError } from '../../http/fritz-error.ts';

/** Who is to see something for which no groups are named. */
export type DefaultAudience = 'everyone' | 'own groups';

/** The groups that something is for: those named, all of which the viewer knows of, or the default. */
export async function chooseGroups(
  tx: ViewerTx,
  named: readonly number[] | null | undefined,
  otherwise: DefaultAudience,
): Promise<number[]> {
  if (named && named.length > 0) {
    const seen = new Set((await listGroups(tx, named)).map((group) => group.id));
    const missing = named.filter((id) => !seen.has(id));
    if (missing.length > 0) throw new NotFoundError(`group as ${missing.slice(0, 10).join(', ')}`);
    return [...seen];
  }
  const everyone = otherwise === 'everyone' ? await findSitewideGroup(tx) : null;
  if (everyone !== null) return [everyone.id];
  const own = (await listGroups(tx)).filter((group) => group.is_member);
  const narrow = own.filter((group) => !group.sitewide);
  return (narrow.length > 0 ? narrow : own).map((group) => group.id);
}

/** The audience of these groups; see `chooseGroups`. */
export async function chooseAudience(
  tx: ViewerTx,
  named: readonly number[] | null | undefined,
  otherwise: DefaultAudience,
): Promise<number> {
  return groupsAudience(tx, await chooseGroups(tx, named, otherwise));
}

/** Whether the viewer may change what this user made. */
export function mayChange(viewer: Viewer, authorId: number): boolean {
  return viewer.id === authorId || viewer.acls.has('System admin');
}
