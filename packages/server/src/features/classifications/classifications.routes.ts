import {
  findClassification,
  listClassificationVersions,
  listClassifiedObjs,
  listObjClassifications,
  type MadeWithin,
  pageOfClassifications,
} from '@fritz/archive';
import { routes, type Static } from '@fritz/contract';
import type { Binder } from '../../http/bind.ts';
import { readUtc } from '../../http/fields.ts';
import { InvalidRequestError, NotFoundError } from '../../http/fritz-error.ts';
import { beginDefaultAnalyses } from '../analyses/default-analyses.service.ts';
import { beginDefaultFollowups } from '../followup-requests/default-followups.ts';
import type { FollowupCall } from '../followup-requests/draft.service.ts';
import { demandObj } from '../sources/sources.service.ts';
import { presentClassifications, presentVersions } from './classifications.presenter.ts';
import {
  type ClassificationRequest,
  changeClassification,
  classify,
  demandClassification,
  removeClassification,
  removeObjClassifications,
} from './classifications.service.ts';

export function bindClassificationRoutes(bind: Binder): void {
  bindReads(bind);
  bindObjs(bind);

  bind.viewer(routes.createClassification, async ({ tx, viewer, context, body, home }) => {
    const { classifications, ...single } = body;
    if (classifications === undefined) {
      const request = readClassification(single, '');
      const [id] = await classify(tx, viewer, [request]);
      await beginAnalysesOf([request], { tx, viewer, context, home });
      return id === undefined ? {} : { classification_id: id };
    }
    demandAlone(single);
    const requests = classifications.map((one, index) =>
      readClassification(one, `classifications[${index}].`),
    );
    const classification_ids = await classify(tx, viewer, requests);
    await beginAnalysesOf(requests, { tx, viewer, context, home });
    return { classification_ids };
  });

  bind.viewer(routes.updateClassification, async ({ tx, viewer, params, body }) => {
    const { ml, ...rest } = body;
    const wish = { ...rest, ...(ml === undefined ? {} : { ml: readFlag(ml) }) };
    await changeClassification(tx, viewer, params.id, wish);
    return {};
  });

  bind.viewer(routes.deleteClassification, async ({ tx, viewer, params, body }) => {
    await removeClassification(tx, viewer, params.id, body.label ?? true);
    return {};
  });
}

/** What services are asked for by themselves where such things are said. */
async function beginAnalysesOf(
  said: readonly ClassificationRequest[],
  { tx, viewer, context, home }: FollowupCall & { home: string },
): Promise<void> {
  for (const { objId, className, probability } of said) {
    const told = { objId, class: className, probability };
    await beginDefaultAnalyses(tx, viewer, told, home);
    await beginDefaultFollowups({ tx, viewer, context }, told);
  }
}

function bindReads(bind: Binder): void {
  bind.viewer(routes.listClassifications, async ({ tx, query }) => {
    const { pageNumber = 1, numPerPage = 100 } = query;
    const { total, rows } = await pageOfClassifications(tx, {
      ...readWithin(query),
      limit: numPerPage,
      offset: (pageNumber - 1) * numPerPage,
    });
    const classifications = await presentClassifications(tx, rows, query.includeTaxonomy);
    return { classifications, totalMatches: total, pageNumber, numPerPage };
  });

  bind.viewer(routes.getClassification, async ({ tx, params, query }) => {
    const row = await demandClassification(tx, params.id);
    const [shown] = await presentClassifications(tx, [row], query.includeTaxonomy);
    if (shown === undefined) throw new NotFoundError('classification');
    return shown;
  });

  bind.viewer(routes.getClassificationHistory, async ({ tx, params }) => {
    if ((await findClassification(tx, params.id)) === null) {
      throw new NotFoundError('classification');
    }
    return presentVersions(tx, await listClassificationVersions(tx, params.id));
  });

  bind.viewer(routes.listClassifiedSources, ({ tx, query }) =>
    listClassifiedObjs(tx, readWithin(query)),
  );
}

function bindObjs(bind: Binder): void {
  bind.viewer(routes.listObjClassifications, async ({ tx, params }) => {
    await demandObj(tx, params.id);
    return presentClassifications(tx, await listObjClassifications(tx, [params.id]));
  });

  bind.viewer(routes.deleteObjClassifications, async ({ tx, viewer, params, body }) => {
    await removeObjClassifications(tx, viewer, params.id, body.label ?? true);
    return {};
  });
}

type Body = Static<NonNullable<typeof routes.createClassification.body>>;
type Single = Omit<Body, 'classifications'>;

function readClassification(given: Single, place: string): ClassificationRequest {
  const { obj_id, classification, taxonomy_id } = given;
  if (obj_id === undefined) throw missing(`${place}obj_id`);
  if (classification === undefined) throw missing(`${place}classification`);
  if (taxonomy_id === undefined) throw missing(`${place}taxonomy_id`);
  return {
    objId: obj_id,
    className: classification,
    taxonomyId: taxonomy_id,
    probability: given.probability ?? null,
    ml: readFlag(given.ml ?? false),
    origin: given.origin || null,
    groupIds: given.group_ids,
    votes: given.vote ?? true,
    labels: given.label ?? true,
    place,
  };
}

function demandAlone(single: Single): void {
  const [field] = Object.keys(single);
  if (field === undefined) return;
  const message = 'stands in each of `classifications`, not beside them';
  throw new InvalidRequestError([{ in: 'body', field, message }]);
}

/** When to have been made. */
function readWithin({ startDate, endDate }: { startDate?: string; endDate?: string }): MadeWithin {
  return {
    from: startDate === undefined ? null : readUtc('query', 'startDate', startDate),
    to: endDate === undefined ? null : readUtc('query', 'endDate', endDate),
  };
}

function missing(field: string): InvalidRequestError {
  return new InvalidRequestError([{ in: 'body', field, message: 'is missing' }]);
}

/** A flag that SkyPortal's clients also send as a word. */
function readFlag(given: boolean | string): boolean {
  return typeof given === 'boolean' ? given : given.toLowerCase().startsWith('t');
}
