import { findSitewideGroup } from '@fritz/archive';
import { routes, savedStatuses } from '@fritz/contract';
import { SURVEYS } from '@fritz/surveys';
import type { Binder } from '../../http/bind.ts';

export function bindSystemRoutes(bind: Binder): void {
  bind.open(routes.getSysinfo, async ({ context }) => ({
    fritzVersion: context.version,
    invitationsEnabled: true,
  }));

  bind.viewer(routes.getConfig, async ({ tx, context }) => {
    const sitewide = await findSitewideGroup(tx);
    return {
      version: context.version,
      surveys: SURVEYS.map(({ name }) => name),
      sitewideGroup: sitewide && { id: sitewide.id, name: sitewide.name },
      savedStatuses: [...savedStatuses],
      maxNumPerPage: 500,
    };
  });
}
