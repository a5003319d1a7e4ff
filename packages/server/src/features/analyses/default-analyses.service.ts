import {
  countDefaultAnalysis,
  type DefaultAnalysisFields,
  type DefaultAnalysisRow,
  deleteDefaultAnalysis,
  findDefaultAnalyses,
  insertDefaultAnalysis,
  listAudienceGroups,
  listDefaultAnalyses,
  updateDefaultAnalysis,
  type Viewer,
  type ViewerTx,
} from '@fritz/archive';
import type { routes, Static } from '@fritz/contract';
import { FritzError, NotFoundError } from '../../http/fritz-error.ts';
import { findAddressees, ownGroups } from '../groups/addressees.ts';
import { beginAnalysis } from './analyses.service.ts';
import { demandAnalysisService } from './analysis-services.service.ts';

type Made = Static<NonNullable<typeof routes.createDefaultAnalysis.body>>;
type Changed = Static<NonNullable<typeof routes.updateDefaultAnalysis.body>>;

/** One that the viewer sees, of this service. */
export async function demandDefaultAnalysis(
  tx: ViewerTx,
  serviceId: number,
  id: number,
): Promise<DefaultAnalysisRow> {
  const [found] = await listDefaultAnalyses(tx, { serviceId, id });
  if (found === undefined) throw new NotFoundError('default analysis');
  return found;
}

/** Lets a service be asked by itself. */
export async function makeDefaultAnalysis(
  tx: ViewerTx,
  viewer: Viewer,
  serviceId: number,
  body: Made,
): Promise<number> {
  const service = await demandAnalysisService(tx, serviceId);
  if (service.upload_only) {
    throw new FritzError('conflict', { message: 'Results of this service are uploaded alone.' });
  }
  const groupIds = body.group_ids?.length ? body.group_ids : await ownGroups(tx);
  const { audienceId } = await findAddressees(tx, viewer, groupIds);
  return insertDefaultAnalysis(tx, serviceId, {
    audience_id: audienceId,
    default_parameters: body.default_analysis_parameters ?? {},
    source_filter: body.source_filter,
    show_parameters: body.show_parameters ?? true,
    show_plots: body.show_plots ?? true,
    show_corner: body.show_corner ?? true,
    daily_limit: body.daily_limit ?? 10,
  });
}

/** Changes it; what is not named stays. */
export async function changeDefaultAnalysis(
  tx: ViewerTx,
  viewer: Viewer,
  found: DefaultAnalysisRow,
  body: Changed,
): Promise<void> {
  const { group_ids, default_analysis_parameters: parameters, ...rest } = body;
  const change: Partial<DefaultAnalysisFields> = {
    ...rest,
    ...(parameters === undefined ? {} : { default_parameters: parameters }),
    ...(group_ids?.length
      ? { audience_id: (await findAddressees(tx, viewer, group_ids)).audienceId }
      : {}),
  };
  const isChanged = found.may_change && (await updateDefaultAnalysis(tx, found.id, change));
  if (!isChanged) throw notYours();
}

/** Ends it. */
export async function removeDefaultAnalysis(
  tx: ViewerTx,
  found: DefaultAnalysisRow,
): Promise<void> {
  if (!found.may_change || !(await deleteDefaultAnalysis(tx, found.id))) throw notYours();
}

function notYours(): FritzError {
  return new FritzError('not_owner', {
    message: 'Its author and admins of its groups change a default analysis.',
  });
}

/**
 * Begins what services are asked for by themselves, where this is said of an object: with the rights
 * of whoever says so, if he may run analyses. What cannot begin does not stand in the way of what
 * he says. Returns how many began.
 */
export async function beginDefaultAnalyses(
  tx: ViewerTx,
  viewer: Viewer,
  said: { objId: string; class: string; probability: number | null },
  home: string,
): Promise<number> {
  if (!viewer.acls.has('Run Analyses') && !viewer.acls.has('System admin')) return 0;
  let begun = 0;
  for (const wanted of await findDefaultAnalyses(tx, said)) {
    const groupIds = await commonGroups(tx, wanted.audience_id);
    if (groupIds.length === 0 || !(await countDefaultAnalysis(tx, wanted.id))) continue;
    const request = {
      objId: said.objId,
      serviceId: wanted.analysis_service_id,
      parameters: wanted.default_parameters,
      showParameters: wanted.show_parameters,
      showPlots: wanted.show_plots,
      showCorner: wanted.show_corner,
      groupIds,
    };
    try {
      await beginAnalysis(tx, viewer, request, home);
      begun += 1;
    } catch (error) {
      // Each of these is found out before anything is written.
      if (!(error instanceof FritzError)) throw error;
    }
  }
  return begun;
}

async function commonGroups(tx: ViewerTx, audienceId: number): Promise<number[]> {
  const own = new Set(await ownGroups(tx));
  const groups = await listAudienceGroups(tx, [audienceId]);
  return groups.map((group) => group.group_id).filter((id) => own.has(id));
}
