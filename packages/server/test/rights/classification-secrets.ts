import {
  createClassification,
  createTaxonomy,
  type FactoryClient,
  groupAudience,
  insertRow,
} from '@fritz/testing';
import { arrangeScanning, ghostScanning, type ScanningSecrets } from './scanning-secrets.ts';

/** What a private group's member said of its object. */
export interface ClassificationSecrets extends ScanningSecrets {
  taxonomyId: number;
  /** One by which nothing was said. */
  unusedTaxonomyId: number;
  className: string;
  classificationId: number;
  voteId: number;
  summaryId: number;
}

/** Makes them, each with words that stand nowhere else. */
export async function arrangeClassifications(
  client: FactoryClient,
  of: {
    objId: string;
    group: { id: number };
    member: number;
    canary: (what: string) => string;
  },
): Promise<ClassificationSecrets> {
  const { objId, group, canary } = of;
  const member = { id: of.member };
  const className = canary('class');
  const taxonomy = await createTaxonomy(client, {
    group,
    createdBy: member,
    name: canary('taxonomy'),
    hierarchy: { class: className, 'other names': [canary('othername')] },
  });
  const unused = await createTaxonomy(client, { group, createdBy: member, name: canary('unused') });
  const classification = await createClassification(client, {
    objId,
    taxonomy,
    group,
    author: member,
    columns: { class: className, origin: canary('modelname') },
  });
  const vote = await insertRow<{ id: number }>(
    client,
    'classification_votes',
    { classification_id: classification.id, voter_id: member.id, vote: 1 },
    'id',
  );
  await insertRow(
    client,
    'source_labels',
    { obj_id: objId, group_id: group.id, labeller_id: member.id },
    'obj_id',
  );
  const summary = await insertRow<{ id: number }>(
    client,
    'obj_summaries',
    {
      obj_id: objId,
      summary: canary('summary'),
      set_by: member.id,
      audience_id: await groupAudience(client, group.id),
    },
    'id',
  );
  return {
    ...(await arrangeScanning(client, of)),
    taxonomyId: taxonomy.id,
    unusedTaxonomyId: unused.id,
    className,
    classificationId: classification.id,
    voteId: vote.id,
    summaryId: summary.id,
  };
}

/** Ids of such things that are not there. */
export const ghostClassifications = {
  ...ghostScanning,
  taxonomyId: 2_000_000_011,
  unusedTaxonomyId: 2_000_000_012,
  className: 'nothing',
  classificationId: 2_000_000_013,
  voteId: 2_000_000_014,
  summaryId: 2_000_000_015,
};
