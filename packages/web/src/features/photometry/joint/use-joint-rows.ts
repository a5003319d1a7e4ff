import { skipToken } from '@reduxjs/toolkit/query';
import { useMemo } from 'react';
import type { PhotometryPoint } from '../../../api/types.ts';
import { useGetJointPhotometryQuery } from '../photometry.api.ts';
import { useGetObjectLinksQuery } from './joint.api.ts';
import { type LinkedSurveys, linkedSurveys } from './joint-points.ts';

export type JointRows = {
  readonly rows: readonly PhotometryPoint[];
  readonly linked: LinkedSurveys;
};

const NONE: LinkedSurveys = new Map();

/**
 * An object's rows with those of the objects of other surveys that are linked with it. They come
 * when they come: until then, and where they cannot be had, its own are all there is.
 */
export function useJointRows(objId: string, own: readonly PhotometryPoint[]): JointRows {
  const { currentData: links } = useGetObjectLinksQuery(objId);
  const linked = useMemo(() => {
    const theirs = (links ?? []).filter((link) => link.is_linked);
    // That there are none changes nothing: the light curve is not drawn once more for it.
    return theirs.length === 0 ? NONE : linkedSurveys(theirs);
  }, [links]);
  const { currentData } = useGetJointPhotometryQuery(linked.size > 0 ? objId : skipToken);
  return { rows: currentData ?? own, linked };
}
