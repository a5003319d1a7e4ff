import { listAdmissionRequests } from '@fritz/archive';
import { routes } from '@fritz/contract';
import type { Binder } from '../../http/bind.ts';
import { presentRequest } from './group-admission-requests.presenter.ts';
import {
  decide,
  demandRequest,
  makeRequest,
  withdraw,
} from './group-admission-requests.service.ts';

export function bindAdmissionRequestRoutes(bind: Binder): void {
  bind.viewer(routes.listAdmissionRequests, async ({ tx, query }) => {
    const only = query.groupID === undefined ? {} : { groupId: query.groupID };
    return (await listAdmissionRequests(tx, only)).map(presentRequest);
  });

  bind.viewer(routes.getAdmissionRequest, async ({ tx, params }) =>
    presentRequest(await demandRequest(tx, params.id)),
  );

  bind.viewer(routes.createAdmissionRequest, ({ tx, viewer, body }) =>
    makeRequest(tx, viewer, body.groupID, body.userID ?? viewer.id),
  );

  bind.viewer(routes.updateAdmissionRequest, async ({ tx, params, body }) =>
    presentRequest(await decide(tx, params.id, body.status)),
  );

  bind.viewer(routes.deleteAdmissionRequest, async ({ tx, viewer, params }) => {
    await withdraw(tx, viewer, params.id);
    return {};
  });
}
