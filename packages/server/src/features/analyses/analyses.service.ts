import {
  type AnalysisRow,
  type AnalysisServiceRow,
  countOwnAnalyses,
  deleteAnalysis,
  findAnalysis,
  insertAnalysis,
  insertProducts,
  listProducts,
  queueAnalysis,
  type Viewer,
  type ViewerTx,
} from '@fritz/archive';
import { analysisInputTypes, parseExact } from '@fritz/contract';
import { FritzError, InvalidRequestError, NotFoundError } from '../../http/fritz-error.ts';
import { findAddressees, ownGroups } from '../groups/addressees.ts';
import { demandObj } from '../sources/sources.service.ts';
import { gatherInputs } from './analysis-inputs.ts';
import { readProducts } from './analysis-products.ts';
import { oneOf } from './analysis-services.presenter.ts';
import { demandAnalysisService } from './analysis-services.service.ts';

/** How many analyses of one object somebody has at a time. */
const mostPerObj = 100;

/** An analysis that somebody asks for. */
export interface AnalysisRequest {
  objId: string;
  serviceId: number;
  parameters: Record<string, unknown>;
  showParameters: boolean;
  showPlots: boolean;
  showCorner: boolean;
  groupIds: readonly number[] | undefined;
}

/**
 * Asks a service to analyse an object: what it is given is gathered now, as the viewer sees it, and
 * sent by the server's own work.
 *
 * @param home the address that people use, for the service's answer
 */
export async function beginAnalysis(
  tx: ViewerTx,
  viewer: Viewer,
  request: AnalysisRequest,
  home: string,
): Promise<number> {
  const { objId, parameters } = request;
  await demandObj(tx, objId);
  const service = await demandAnalysisService(tx, request.serviceId);
  if (service.upload_only) {
    throw new FritzError('conflict', { message: 'Results of this service are uploaded alone.' });
  }
  if (!service.enabled) {
    throw new FritzError('conflict', { message: 'This service is not asked for the time being.' });
  }
  checkParameters(service, parameters);
  if ((await countOwnAnalyses(tx, objId)) >= mostPerObj) {
    const message = `You have ${mostPerObj} analyses of this object: delete some of them first.`;
    throw new FritzError('conflict', { message });
  }
  const id = await insertOf(tx, viewer, request, { timeoutS: service.timeout_s, message: null });
  const kinds = service.input_data_types.map((kind) => oneOf(analysisInputTypes, kind));
  const inputs = await gatherInputs(tx, objId, kinds);
  await queueAnalysis(tx, id, {
    callback_home: home,
    inputs: { ...inputs, analysis_parameters: parameters },
    analysis_parameters: parameters,
    analysis_resource_type: 'obj',
    resource_id: objId,
  });
  return id;
}

async function insertOf(
  tx: ViewerTx,
  viewer: Viewer,
  request: AnalysisRequest,
  state: { timeoutS: number | null; message: string | null },
): Promise<number> {
  const groupIds = request.groupIds?.length ? request.groupIds : await ownGroups(tx);
  const { audienceId } = await findAddressees(tx, viewer, groupIds);
  const { objId, serviceId, parameters, showParameters, showPlots, showCorner } = request;
  return insertAnalysis(tx, {
    objId,
    serviceId,
    audienceId,
    parameters,
    showParameters,
    showPlots,
    showCorner,
    ...state,
  });
}

/** Parameters are those that the service has, and where it lists values, one of them. */
function checkParameters(
  { optional_parameters: known }: AnalysisServiceRow,
  given: Record<string, unknown>,
): void {
  const refuse = (field: string, message: string): never => {
    const problem = { in: 'body' as const, field: `analysis_parameters.${field}`, message };
    throw new InvalidRequestError([problem]);
  };
  for (const [name, value] of Object.entries(given)) {
    if (!Object.hasOwn(known, name)) refuse(name, 'is no parameter of this service');
    const values = known[name];
    const isListed = Array.isArray(values) && values.length > 0;
    if (isListed && !values.map(String).includes(String(value))) {
      refuse(name, `is none of ${values.join(', ')}`);
    }
  }
}

/** Keeps what came of an analysis that was made elsewhere. */
export async function uploadAnalysis(
  tx: ViewerTx,
  viewer: Viewer,
  request: AnalysisRequest,
  upload: { products: Parameters<typeof readProducts>[0]; message: string | null },
): Promise<number> {
  await demandObj(tx, request.objId);
  const service = await demandAnalysisService(tx, request.serviceId);
  if (!service.upload_only) {
    const message = 'This service gives its results itself: ask it for an analysis.';
    throw new FritzError('conflict', { message });
  }
  const products = readProducts(upload.products);
  const state = { timeoutS: null, message: upload.message };
  const id = await insertOf(tx, viewer, request, state);
  await insertProducts(tx, id, products);
  return id;
}

/** An analysis that the viewer sees. */
export async function demandAnalysis(
  tx: ViewerTx,
  id: number,
  objId?: string,
): Promise<AnalysisRow> {
  const found = await findAnalysis(tx, id);
  if (found === null || (objId !== undefined && found.obj_id !== objId)) {
    throw new NotFoundError('analysis');
  }
  return found;
}

/** The results of an analysis. */
export async function loadResults(tx: ViewerTx, id: number): Promise<unknown> {
  await demandAnalysis(tx, id);
  const [results] = await listProducts(tx, id, { kind: 'results' });
  if (results === undefined) throw new NotFoundError('result of this analysis');
  if (results.format !== 'json') {
    const message = `The results are in the format ${results.format}: get them by includeAnalysisData.`;
    throw new FritzError('conflict', { message });
  }
  return parseExact(results.content.toString('utf8'));
}

/** One of the plots of an analysis, from 0. */
export async function loadPlot(tx: ViewerTx, id: number, number: number) {
  const { obj_id } = await demandAnalysis(tx, id);
  const [plot] = await listProducts(tx, id, { kind: 'plot', number });
  if (plot === undefined) throw new NotFoundError('plot of this analysis');
  return { ...plot, name: `analysis_${obj_id}_plot_${number}.${plot.format}` };
}

/** Deletes an analysis; what still waits is not sent. */
export async function removeAnalysis(tx: ViewerTx, id: number): Promise<void> {
  const found = await demandAnalysis(tx, id);
  if (!found.may_delete || !(await deleteAnalysis(tx, id))) {
    throw new FritzError('not_owner', {
      message: 'Its author and admins of its groups delete an analysis.',
    });
  }
}
