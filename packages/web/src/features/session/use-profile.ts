import type { Acl } from '@fritz/contract';
import type { Profile, ProfileGroup } from '../../api/types.ts';
import { sessionApi } from './session.api.ts';

/**
 * The viewer; null until known. The page's frame asks for him: what is in it, each card of a list for one,
 * looks at the answer only.
 */
export function useProfile(): Profile | null {
  return sessionApi.endpoints.getProfile.useQueryState().data ?? null;
}

const NO_GROUPS: readonly ProfileGroup[] = [];

/** The viewer's groups. */
export function useMyGroups(): readonly ProfileGroup[] {
  return useProfile()?.groups ?? NO_GROUPS;
}

/** Whether the viewer may save to the group; the server decides, this only hides what would fail. */
export function canSaveTo(group: ProfileGroup): boolean {
  return group.can_save !== false;
}

/** Whether the viewer has a permission; the server decides, this only hides what would fail. */
export function useMay(acl: Acl): boolean {
  const acls = useProfile()?.acls ?? [];
  return acls.includes(acl) || acls.includes('System admin');
}
