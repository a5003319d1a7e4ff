import type { Profile } from '../../api/types.ts';

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

/** What was changed, as the API takes it: an emptied field is null, affiliations are a list. */
export function changedFields(edit: ProfileEdit, before: ProfileEdit): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(edit).flatMap(([name, value]): [string, unknown][] => {
      if (value === Reflect.get(before, name)) return [];
      if (typeof value !== 'string') return [[name, value]];
      if (name === 'affiliations') {
        const lines = value.split('\n').map((line) => line.trim());
        return [[name, lines.filter((line) => line !== '')]];
      }
      return [[name, value.trim() === '' ? null : value.trim()]];
    }),
  );
}
