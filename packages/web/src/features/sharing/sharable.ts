import type { Group, PhotometryPoint, Profile } from '../../api/types.ts';

/** The most that one request shares. */
export const MOST_POINTS = 10_000;

/** The points that the viewer may share, newest first: his own; with “Manage photometry” any person's. */
export function sharablePoints(
  points: readonly PhotometryPoint[],
  viewer: Pick<Profile, 'id' | 'acls'>,
): readonly PhotometryPoint[] {
  const may = (acl: string) => viewer.acls.includes(acl) || viewer.acls.includes('System admin');
  if (!may('Upload data')) return [];
  const managesAll = may('Manage photometry');
  return points
    .filter(({ owner_id: owner }) => owner !== null && (managesAll || owner === viewer.id))
    .sort((a, b) => b.mjd - a.mjd)
    .slice(0, MOST_POINTS);
}

/** To whom the points will open when they are shared with these groups. */
export function tellSharing(groups: readonly Group[], pointCount: number): readonly string[] {
  if (groups.length === 0) return ['Choose a group: its members are who will see them.'];
  const points = pointCount === 1 ? 'this point' : `these ${pointCount} points`;
  const whom = groups.map((group) => {
    if (group.sitewide) {
      return `Everyone with an account will see ${points}, and so will the public logins of the database.`;
    }
    const count = group.object_counts?.users ?? 0;
    const members = count === 1 ? 'The 1 member' : `The ${count} members`;
    return `${members} of ${group.name}, and who joins it later, will see ${points}.`;
  });
  return [
    ...whom,
    'They see times, bands, fluxes and errors, whose they are, and the object.',
    'Who sees them today goes on seeing them. Sharing cannot be taken back.',
  ];
}
