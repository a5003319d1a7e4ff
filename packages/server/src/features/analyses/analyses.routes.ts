import { finishAnalysis, listAnalyses, listProducts } from '@fritz/archive';
import { routes } from '@fritz/contract';
import type { FastifyReply } from 'fastify';
import type { Binder } from '../../http/bind.ts';
import { FritzError, NotFoundError } from '../../http/fritz-error.ts';
import { demandObj } from '../sources/sources.service.ts';
import { presentAnalyses, presentProducts } from './analyses.presenter.ts';
import {
  type AnalysisRequest,
  beginAnalysis,
  demandAnalysis,
  loadPlot,
  loadResults,
  removeAnalysis,
  uploadAnalysis,
} from './analyses.service.ts';
import { mediaType, readProducts, summaryOf } from './analysis-products.ts';
import { drawCorner } from './corner-plot.ts';
import { readSamples } from './posterior-samples.ts';

export function bindAnalysisRoutes(bind: Binder): void {
  bindReads(bind);
  bindWebhook(bind);

  bind.viewer(routes.startAnalysis, async ({ tx, viewer, params, body, home }) => {
    const { analysis_parameters: parameters = {}, ...rest } = body;
    const request = { ...readRequest(params, rest), parameters };
    return { id: await beginAnalysis(tx, viewer, request, home) };
  });

  bind.viewer(routes.uploadAnalysis, async ({ tx, viewer, params, body }) => {
    const { analysis, message, ...rest } = body;
    const upload = { products: analysis, message: message || null };
    const id = await uploadAnalysis(tx, viewer, readRequest(params, rest), upload);
    return { id, message: message || 'stored' };
  });

  bind.viewer(routes.deleteAnalysis, async ({ tx, params }) => {
    await removeAnalysis(tx, params.id);
    return {};
  });

  // There is no setting for a model outside; with one, this is where it is asked.
  bind.viewer(routes.querySummaries, async () => {
    throw new FritzError('not_configured', {
      message: 'No model is set up here that knows what summaries mean.',
    });
  });
}

function readRequest(
  { objId, serviceId }: { objId: string; serviceId: number },
  shown: {
    show_parameters?: boolean;
    show_plots?: boolean;
    show_corner?: boolean;
    group_ids?: number[];
  },
): AnalysisRequest {
  return {
    objId,
    serviceId,
    parameters: {},
    showParameters: shown.show_parameters ?? true,
    showPlots: shown.show_plots ?? true,
    showCorner: shown.show_corner ?? true,
    groupIds: shown.group_ids,
  };
}

function bindReads(bind: Binder): void {
  bind.viewer(routes.listAnalyses, async ({ tx, query }) => {
    const { objID, pageNumber = 1, numPerPage = 500 } = query;
    if (objID !== undefined) await demandObj(tx, objID);
    const offset = (pageNumber - 1) * numPerPage;
    const page = { objId: objID ?? null, limit: numPerPage, offset };
    return presentAnalyses(tx, await listAnalyses(tx, page));
  });

  bind.viewer(routes.getAnalysis, async ({ tx, params, query }) => {
    const row = await demandAnalysis(tx, params.id, query.objID);
    const [shown] = await presentAnalyses(tx, [row]);
    if (shown === undefined) throw new NotFoundError('analysis');
    if (!query.includeAnalysisData) return shown;
    return { ...shown, data: presentProducts(await listProducts(tx, params.id)) };
  });

  bind.viewer(routes.getAnalysisResults, ({ tx, params }) => loadResults(tx, params.id));
  bind.file(
    routes.getAnalysisPlot,
    ({ tx, params }) => loadPlot(tx, params.id, params.number),
    sendPlot,
  );
  bind.file(
    routes.getAnalysisCorner,
    async ({ tx, params }) => {
      const { obj_id } = await demandAnalysis(tx, params.id);
      const [samples] = await listProducts(tx, params.id, { kind: 'inference_data' });
      if (samples === undefined) throw new NotFoundError('sample of this analysis');
      return { obj_id, samples };
    },
    // Drawn after the transaction: it may take its time.
    (reply, { obj_id, samples }) =>
      reply
        .header('content-type', 'image/svg+xml; charset=utf-8')
        .header('content-disposition', 'inline; filename="corner.svg"')
        .header('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'")
        .header('x-content-type-options', 'nosniff')
        .send(drawCorner(readSamples(samples), obj_id)),
  );
  bind.file(routes.getAnalysisFirstPlot, ({ tx, params }) => loadPlot(tx, params.id, 0), sendPlot);
}

/** A plot is somebody else's bytes: a browser shows what is an image, and never runs it. */
function sendPlot(reply: FastifyReply, plot: Awaited<ReturnType<typeof loadPlot>>): FastifyReply {
  const type = mediaType(plot.format);
  const safeName = plot.name.replaceAll(/[^\w.+-]/g, '_');
  const shown = type.startsWith('image/') ? 'inline' : 'attachment';
  reply.header('content-type', type);
  reply.header('content-disposition', `${shown}; filename="${safeName}"`);
  reply.header('x-content-type-options', 'nosniff');
  return reply.send(plot.content);
}

function bindWebhook(bind: Binder): void {
  bind.open(routes.answerAnalysis, async ({ params, body, context, request }) => {
    // Whoever guesses at addresses is a stranger who fails to log in.
    const given = body.analysis ?? {};
    const answer = {
      token: params.token,
      succeeded: body.status === 'success',
      message: body.message?.slice(0, 10_000) || null,
      products: readProducts(given),
      summary: summaryOf(given),
    };
    context.limiter.demandLogin(request.ip);
    const isTaken = await context.archive.asViewer(null, (tx) => finishAnalysis(tx, answer));
    if (!isTaken) {
      context.limiter.countFailure(request.ip);
      throw new NotFoundError('analysis that waits for an answer');
    }
    return {};
  });
}
