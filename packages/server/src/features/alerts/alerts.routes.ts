import { listNeighbours, type ViewerTx } from '@fritz/archive';
import { routes } from '@fritz/contract';
import type { Binder } from '../../http/bind.ts';
import { sendSuccess } from '../../http/envelope.ts';
import { InvalidRequestError, NotFoundError } from '../../http/fritz-error.ts';
import { searchAlerts } from './alert-search.service.ts';
import { loadCutout } from './cutouts.service.ts';
import { writeNpy } from './npy.ts';
import { projectAlerts } from './project-alerts.ts';
import { saveAlert } from './save-alert.service.ts';
import { listTnsAround } from './tns.service.ts';
import { demandAlert, loadTriplets, TRIPLET_SIZE } from './triplets.service.ts';

/** A stamp never changes, but who may see it can: caches of one person alone keep it. */
const immutable = 'private, max-age=31536000, immutable';

export function bindAlertRoutes(bind: Binder): void {
  bindTriplets(bind);
  bind.viewer(routes.searchAlerts, async ({ tx, query }) => searchAlerts(tx, query));

  bind.viewer(routes.getAlerts, async ({ tx, params, query, context }) => {
    const detections = await context.alerts.detections(tx, params.objectId);
    const { candid } = query;
    const wanted = detections.filter((alert) => candid === undefined || alert.candid === candid);
    if (wanted.length === 0) throw new NotFoundError('object');
    return projectAlerts(wanted, query.projection ?? null);
  });

  bind.viewer(routes.saveAlert, (call) => saveAlert(call, call.params.objectId, call.body));

  bind.viewer(routes.getLightCurve, async ({ tx, params, query, context }) => {
    const { objectId } = params;
    const curve = await context.alerts.lightCurve(tx, objectId);
    if (curve === null) throw new NotFoundError('object');
    const { includePrvCandidates = true, includeFpHists = true } = query;
    const { prv_candidates, fp_hists } = presentCurve(curve);
    const coordinates = medianPlace(prv_candidates);
    const tns = await listTnsAround(tx, coordinates, context.now());
    return {
      _id: objectId,
      cross_matches: { ...presentNeighbours(await listNeighbours(tx, objectId)), ...tns },
      coordinates,
      ...(includePrvCandidates ? { prv_candidates } : {}),
      ...(includeFpHists ? { fp_hists } : {}),
    };
  });

  bind.file(
    routes.getCutout,
    async ({ tx, params, query }) => {
      const candid = await candidOf(tx, params.id, query.candid ?? null);
      return loadCutout(tx, candid, query);
    },
    (reply, file, request) => {
      reply
        .header('etag', file.etag)
        .header('cache-control', immutable)
        .header('vary', 'cookie, authorization');
      if (request.headers['if-none-match'] === file.etag) return reply.code(304).send();
      const name = file.name.replaceAll(/[^\w.-]/g, '_');
      return reply
        .header('content-type', file.type)
        .header('content-disposition', `inline; filename="${name}"`)
        .send(file.bytes);
    },
  );
}

function bindTriplets(bind: Binder): void {
  bind.file(
    routes.getTriplets,
    async ({ tx, params, query }) => ({
      isNpy: query.file_format === 'npy',
      triplets: await loadTriplets(tx, {
        objectId: params.objectId,
        candid: query.candid ?? null,
        isNormalized: query.normalizeImage ?? false,
      }),
    }),
    (reply, { isNpy, triplets }) => {
      const [first] = triplets;
      if (!isNpy || first === undefined) {
        return sendSuccess(reply, bind.context.version, triplets);
      }
      const { candid, triplet } = first;
      return reply
        .header('content-type', 'application/octet-stream')
        .header('content-disposition', `attachment; filename="${candid}.npy"`)
        .send(writeNpy(triplet.flat(2), [TRIPLET_SIZE, TRIPLET_SIZE, 3]));
    },
  );
}

function presentCurve(curve: { prv_candidates: readonly unknown[]; fp_hists: readonly unknown[] }) {
  // Points are records in the survey's words, and go out as they are.
  type Points = Record<string, unknown>[];
  return {
    prv_candidates: [...curve.prv_candidates] as Points,
    fp_hists: [...curve.fp_hists] as Points,
  };
}

const LARGEST_CANDID = 9_223_372_036_854_775_807n;

/** Which alert is meant: what the query names, or a number in the path, else the object's newest. */
async function candidOf(tx: ViewerTx, id: string, named: bigint | null): Promise<bigint> {
  if (named !== null) return named;
  if (!/^\d{1,19}$/.test(id)) return (await demandAlert(tx, id, null)).candid;
  const candid = BigInt(id);
  if (candid > LARGEST_CANDID) {
    throw new InvalidRequestError([{ in: 'path', field: 'id', message: 'is too large' }]);
  }
  return candid;
}

/** Neighbours by catalog, as Kowalski kept them beside a light curve. */
function presentNeighbours(
  neighbours: readonly { catalog: string; documents: readonly Record<string, unknown>[] }[],
): Record<string, Record<string, unknown>[]> {
  return Object.fromEntries(
    neighbours.map(({ catalog, documents }) => [catalog, documents.map((one) => ({ ...one }))]),
  );
}

/** The median of an object's places, each counted once. */
function medianPlace(points: readonly Record<string, unknown>[]) {
  const median = (name: 'ra' | 'dec') => {
    const values = points.flatMap(({ [name]: value }) => (typeof value === 'number' ? value : []));
    const sorted = [...new Set(values)].toSorted((a, b) => a - b);
    const [low, high] = [sorted[(sorted.length - 1) >> 1], sorted[sorted.length >> 1]];
    return low === undefined || high === undefined ? null : (low + high) / 2;
  };
  return { ra_median: median('ra'), dec_median: median('dec') };
}
