import { useMemo, useState } from 'react';
import { useLater } from '../../ui/use-later.ts';
import { useGetPhotometryQuery } from '../photometry/photometry.api.ts';
import { type PhotometryLine, scoresByCandid, splitPhotometry } from './detection-rows.ts';
import { useGetAlertsQuery } from './sources.api.ts';

export type SourcePhotometry = {
  readonly detections: readonly PhotometryLine[];
  readonly forced: readonly PhotometryLine[];
  /** The detection whose cutouts are shown: the one picked, else the newest in the archive. */
  readonly shown: PhotometryLine | null;
  readonly pick: (candid: string) => void;
  /** Whether the light curve is there, or will not come, and there is time for more. */
  readonly isSettled: boolean;
};

/** An object's photometry as tables, and which detection is looked at. */
export function useSourcePhotometry(objId: string): SourcePhotometry {
  const { currentData, isError } = useGetPhotometryQuery(objId, {
    selectFromResult: ({ currentData: known, isError }) => ({ currentData: known, isError }),
  });
  // The plot first; the tables when there is time.
  const points = useLater(currentData);
  const isSettled = useLater(currentData !== undefined || isError);
  const { currentData: alerts } = useGetAlertsQuery(objId);
  const [picked, setPicked] = useState<string | null>(null);
  const lines = useMemo(
    () => splitPhotometry(points ?? [], scoresByCandid(alerts ?? [])),
    [points, alerts],
  );
  const shown =
    lines.detections.find((line) => line.candid !== null && String(line.candid) === picked) ??
    lines.detections.find((line) => line.candid !== null) ??
    null;
  return useMemo(
    () => ({ ...lines, shown, pick: setPicked, isSettled }),
    [lines, shown, isSettled],
  );
}
