import { routes } from '@fritz/contract';
import type { Binder } from '../../http/bind.ts';
import { shareData } from './sharing.service.ts';

export function bindSharingRoutes(bind: Binder): void {
  bind.viewer(routes.shareData, async ({ tx, viewer, body }) => {
    const { groupIDs: groupIds, photometryIDs = [], spectrumIDs = [] } = body;
    const shared = await shareData(tx, viewer, {
      groupIds: [...new Set(groupIds)],
      // Small ids are numbers on the wire.
      pointIds: [...new Set(photometryIDs.map(BigInt))],
      spectrumIds: spectrumIDs,
    });
    return { shared };
  });
}
