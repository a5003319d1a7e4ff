import {
  findSitewideGroup,
  groupsAudience,
  listAudienceGroups,
  listGroups,
  type Viewer,
  type ViewerTx,
} from '@fritz/archive';
import { FritzError, NotFoundError } from '../../http/fritz-error.ts';
import { presentGroup } from './groups.presenter.ts';

/** Whom something is for. */
export interface Addressees {
  groupIds: readonly number[];
  audienceId: number;
}

/**
 * Groups that the viewer gives something to: he is in each of them. Where none are named it is for
 * everyone; where there is no group of all, for all groups of the viewer.
 */
export async function findAddressees(
  tx: ViewerTx,
  viewer: Viewer,
  wanted: readonly number[] | undefined,
): Promise<Addressees> {
  const groupIds = wanted?.length ? [...new Set(wanted)] : await everyone(tx);
  const groups = new Map((await listGroups(tx, groupIds)).map((group) => [group.id, group]));
  for (const id of groupIds) {
    const group = groups.get(id);
    if (group === undefined) throw new NotFoundError('group');
    if (!group.is_member && !viewer.acls.has('System admin')) {
      throw new FritzError('not_group_member', { details: { group_id: id } });
    }
  }
  return { groupIds, audienceId: await groupsAudience(tx, groupIds) };
}

async function everyone(tx: ViewerTx): Promise<number[]> {
  const sitewide = await findSitewideGroup(tx);
  if (sitewide !== null) return [sitewide.id];
  return ownGroups(tx);
}

/** All groups of the viewer, his own included. */
export async function ownGroups(tx: ViewerTx): Promise<number[]> {
  return (await listGroups(tx)).filter((group) => group.is_member).map((group) => group.id);
}

type ShownGroup = ReturnType<typeof presentGroup>;

/** The groups of audiences, as far as the viewer sees them. */
export async function loadAddressees(
  tx: ViewerTx,
  audienceIds: readonly number[],
): Promise<(audienceId: number) => ShownGroup[]> {
  const members = await listAudienceGroups(tx, [...new Set(audienceIds)]);
  const groups = await listGroups(tx, [...new Set(members.map((member) => member.group_id))]);
  const shown = new Map(groups.map((group) => [group.id, presentGroup(group)]));
  const byAudience = Map.groupBy(members, (member) => member.audience_id);
  return (audienceId) =>
    (byAudience.get(audienceId) ?? []).flatMap(({ group_id }) => shown.get(group_id) ?? []);
}
