import { useCallback } from 'react';
import { useUpdateProfileMutation } from './session.api.ts';
import { useProfile } from './use-profile.ts';

/** One of the viewer's preferences, kept on the server, and how to change it; null takes it away. */
export function usePreference(name: string): {
  readonly value: unknown;
  readonly isKnown: boolean;
  readonly save: (value: unknown) => Promise<unknown>;
  readonly error: unknown;
} {
  const profile = useProfile();
  const [update, { error }] = useUpdateProfileMutation();
  const save = useCallback(
    (value: unknown) => update({ preferences: { [name]: value } }).unwrap(),
    [update, name],
  );
  return { value: profile?.preferences[name], isKnown: profile !== null, save, error };
}
