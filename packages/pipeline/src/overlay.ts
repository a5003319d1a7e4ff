import type { BatchWrite, CurveRange, KnownState } from './store.ts';

/**
 * The archive's state as it will be when a write is stored. What the look-up saw of the write
 * already does no harm: points of a light curve merge, and sets hold each thing once.
 *
 * @param ends what was looked up of the objects of interest
 */
export function withWrite(
  state: KnownState,
  write: BatchWrite,
  ends: readonly CurveRange[],
): KnownState {
  const objectIds = new Set(ends.map(({ objectId }) => objectId));
  const candids = new Set(state.candids);
  const added = new Map<string, Uint8Array[]>();
  for (const { alert, points } of write.alerts) {
    candids.add(alert.candid);
    if (!objectIds.has(alert.objectId)) continue;
    const bundles = added.get(alert.objectId) ?? [];
    for (const { bundle } of points) bundles.push(bundle);
    added.set(alert.objectId, bundles);
  }
  const curves = new Map(state.curves);
  for (const [objectId, bundles] of added) {
    const stored = curves.get(objectId);
    curves.set(objectId, Buffer.concat(stored ? [stored, ...bundles] : bundles));
  }
  const followed = new Set(state.followed);
  for (const { objectId } of write.photometry) followed.add(objectId);
  return { candids, curves, followed };
}
