import { listAnalysisServices, listDefaultAnalyses } from '@fritz/archive';
import { routes } from '@fritz/contract';
import type { Binder } from '../../http/bind.ts';
import { NotFoundError } from '../../http/fritz-error.ts';
import { presentAnalysisServices, presentDefaultAnalyses } from './analysis-services.presenter.ts';
import {
  changeAnalysisService,
  demandAnalysisService,
  makeAnalysisService,
  removeAnalysisService,
} from './analysis-services.service.ts';
import {
  changeDefaultAnalysis,
  demandDefaultAnalysis,
  makeDefaultAnalysis,
  removeDefaultAnalysis,
} from './default-analyses.service.ts';

export function bindAnalysisServiceRoutes(bind: Binder): void {
  bind.viewer(routes.listAnalysisServices, async ({ tx }) =>
    presentAnalysisServices(tx, await listAnalysisServices(tx)),
  );

  bind.viewer(routes.getAnalysisService, async ({ tx, params }) => {
    const row = await demandAnalysisService(tx, params.id);
    const [shown] = await presentAnalysisServices(tx, [row]);
    if (shown === undefined) throw new NotFoundError('analysis service');
    return shown;
  });

  bind.viewer(routes.createAnalysisService, async ({ tx, viewer, context, body }) => ({
    id: await makeAnalysisService(tx, viewer, context, body),
  }));

  bind.viewer(routes.updateAnalysisService, async ({ tx, viewer, context, params, body }) => {
    await changeAnalysisService(tx, viewer, context, params.id, body);
    return {};
  });

  bind.viewer(routes.deleteAnalysisService, async ({ tx, params }) => {
    await removeAnalysisService(tx, params.id);
    return {};
  });

  bindDefaults(bind);
}

function bindDefaults(bind: Binder): void {
  bind.viewer(routes.listDefaultAnalyses, async ({ tx, params }) => {
    await demandAnalysisService(tx, params.serviceId);
    return presentDefaultAnalyses(tx, await listDefaultAnalyses(tx, params));
  });

  bind.viewer(routes.getDefaultAnalysis, async ({ tx, params }) => {
    const row = await demandDefaultAnalysis(tx, params.serviceId, params.id);
    const [shown] = await presentDefaultAnalyses(tx, [row]);
    if (shown === undefined) throw new NotFoundError('default analysis');
    return shown;
  });

  bind.viewer(routes.createDefaultAnalysis, async ({ tx, viewer, params, body }) => ({
    id: await makeDefaultAnalysis(tx, viewer, params.serviceId, body),
  }));

  bind.viewer(routes.updateDefaultAnalysis, async ({ tx, viewer, params, body }) => {
    const found = await demandDefaultAnalysis(tx, params.serviceId, params.id);
    await changeDefaultAnalysis(tx, viewer, found, body);
    return {};
  });

  bind.viewer(routes.deleteDefaultAnalysis, async ({ tx, params }) => {
    await removeDefaultAnalysis(tx, await demandDefaultAnalysis(tx, params.serviceId, params.id));
    return {};
  });
}
