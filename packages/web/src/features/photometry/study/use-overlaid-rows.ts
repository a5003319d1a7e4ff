import { skipToken } from '@reduxjs/toolkit/query';
import { useMemo } from 'react';
import type { Source } from '../../../api/types.ts';
import type { JointRows } from '../joint/use-joint-rows.ts';
import { useGetOverlaysQuery } from '../photometry.api.ts';
import { joinOverlays, listOverlays, withOverlays } from './overlay.ts';

/** An object's light curve with the points of the other objects that are wanted beside it. */
export function useOverlaidRows(
  source: Source,
  { rows: own, linked: ownLinked }: JointRows,
  wanted: readonly string[],
) {
  const overlays = useMemo(() => listOverlays(source, ownLinked), [source, ownLinked]);
  const { data, error, refetch } = useGetOverlaysQuery(wanted.length > 0 ? wanted : skipToken);
  const rows = useMemo(() => joinOverlays(own, data, wanted), [own, data, wanted]);
  const linked = useMemo(() => withOverlays(ownLinked, wanted), [ownLinked, wanted]);
  const overlaid = useMemo(() => new Set(wanted), [wanted]);
  return {
    ...{ rows, linked, overlaid, overlays },
    error: wanted.length > 0 ? error : undefined,
    refetch: () => void refetch(),
  };
}
