import { useCallback } from 'react';
import { useAppDispatch, useAppSelector } from '../../app/hooks.ts';
import { toNaiveUtc } from '../../format/time.ts';
import { sessionApi } from '../session/session.api.ts';
import { useProfile } from '../session/use-profile.ts';
import { readMarks, scanName, writeMark } from './last-scan.ts';
import { scanEnded } from './scan-slice.ts';
import { boundsOf } from './time-window.ts';

/** When the viewer last came to the end of what is scanned now, on whatever device; null: never. */
export function useLastScan(): string | null {
  const preferences = useProfile()?.preferences;
  const search = useAppSelector((state) => state.scan.search);
  const marks = useAppSelector((state) => state.scan.marks);
  const name = scanName(search);
  const [kept, own] = [readMarks(preferences)[name] ?? null, marks[name] ?? null];
  return kept === null || (own !== null && own > kept) ? own : kept;
}

/** Notes on the server that all of it is scanned that had passed when this scan began. */
export function useEndScan(): () => void {
  const dispatch = useAppDispatch();
  const preferences = useProfile()?.preferences;
  const search = useAppSelector((state) => state.scan.search);
  const asOfMs = useAppSelector((state) => state.scan.asOfMs);
  const last = useLastScan();
  return useCallback(() => {
    const now = new Date(asOfMs);
    const endedAt = toNaiveUtc(now);
    const [marks, name] = [readMarks(preferences), scanName(search)];
    const scanned = boundsOf(search.window, now, last);
    // What lies between the last scan and the beginning of this one was not scanned: it stays to be.
    const isWhole = scanned.startDate <= boundsOf({ kind: 'scan' }, now, last).startDate;
    if (!isWhole || scanned.endDate !== endedAt || (last !== null && last >= endedAt)) return;
    dispatch(scanEnded({ name, endedAt }));
    const { updateProfile } = sessionApi.endpoints;
    void dispatch(updateProfile.initiate({ preferences: writeMark(marks, name, endedAt) }));
  }, [dispatch, preferences, search, asOfMs, last]);
}
