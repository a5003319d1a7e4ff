import type { Profile } from '../../api/types.ts';
import { changedFields } from '../../ui/use-edit.ts';

/** A profile as its form has it; affiliations stand one a line. */
export type ProfileEdit = {
  readonly username: string;
  readonly first_name: string;
  readonly last_name: string;
  readonly contact_email: string;
  readonly contact_phone: string;
  readonly affiliations: string;
  readonly bio: string;
  readonly is_bot: boolean;
};

export function readProfile(profile: Profile): ProfileEdit {
  return {
    username: profile.username,
    first_name: profile.first_name ?? '',
    last_name: profile.last_name ?? '',
    contact_email: profile.contact_email ?? '',
    contact_phone: profile.contact_phone ?? '',
    affiliations: profile.affiliations.join('\n'),
    bio: profile.bio ?? '',
    is_bot: profile.is_bot,
  };
}

/** What was changed of it, as the API takes it: affiliations are a list. */
export function changedProfile(edit: ProfileEdit, before: ProfileEdit): Record<string, unknown> {
  const changes = changedFields(edit, before);
  if (!('affiliations' in changes)) return changes;
  const lines = edit.affiliations.split('\n').map((line) => line.trim());
  return { ...changes, affiliations: lines.filter((line) => line !== '') };
}
