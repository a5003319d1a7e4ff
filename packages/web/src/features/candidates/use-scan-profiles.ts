import { useCallback, useEffect, useMemo, useRef } from 'react';
import { openedAtMs } from '../../api/opened.ts';
import { useAppDispatch } from '../../app/hooks.ts';
import { useUpdateProfileMutation } from '../session/session.api.ts';
import { useProfile } from '../session/use-profile.ts';
import { isFirstScan, noteScan } from './first-scan.ts';
import { readProfiles, type ScanProfile, withProfile, writeProfiles } from './scan-profiles.ts';
import { searchChanged } from './scan-slice.ts';

const NO_PREFERENCES = {};

export type ScanProfiles = {
  readonly profiles: readonly ScanProfile[];
  readonly apply: (profile: ScanProfile) => void;
  readonly save: (profile: ScanProfile) => Promise<unknown>;
  readonly remove: (name: string) => Promise<unknown>;
};

/** The viewer's scanning profiles; they are kept on the server, where SkyPortal keeps them. */
export function useScanProfiles(): ScanProfiles {
  const dispatch = useAppDispatch();
  const preferences = useProfile()?.preferences ?? NO_PREFERENCES;
  const [update] = useUpdateProfileMutation();
  const profiles = useMemo(() => readProfiles(preferences), [preferences]);
  const apply = useCallback(
    ({ search }: ScanProfile) => dispatch(searchChanged({ search, nowMs: Date.now() })),
    [dispatch],
  );
  return useMemo(() => {
    const send = (changed: readonly ScanProfile[]) =>
      update({ preferences: writeProfiles(changed) }).unwrap();
    return {
      profiles,
      apply,
      save: (profile) => send(withProfile(profiles, profile)),
      remove: (name) => send(profiles.filter((one) => one.name !== name)),
    };
  }, [profiles, apply, update]);
}

/** Begins a session of scanning by the default profile; who chose otherwise since keeps his choice. */
export function useDefaultProfile({ profiles }: ScanProfiles): void {
  const dispatch = useAppDispatch();
  const isDone = useRef(false);
  useEffect(() => {
    if (isDone.current) return;
    isDone.current = true;
    const chosen = profiles.find(({ isDefault }) => isDefault);
    if (chosen && isFirstScan()) {
      noteScan();
      dispatch(searchChanged({ search: chosen.search, nowMs: openedAtMs() ?? Date.now() }));
    }
  }, [profiles, dispatch]);
}
