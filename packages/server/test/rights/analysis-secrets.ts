import { type FactoryClient, groupAudience, insertRow } from '@fritz/testing';

/** What a private group's member lets services do. */
export interface AnalysisSecrets {
  serviceId: number;
  uploadServiceId: number;
  /** An upload with results and a plot. */
  analysisId: number;
  defaultAnalysisId: number;
}

/** Makes them, each with words that stand nowhere else. */
export async function arrangeAnalyses(
  client: FactoryClient,
  of: {
    objId: string;
    group: { id: number };
    member: number;
    canary: (what: string) => string;
  },
): Promise<AnalysisSecrets> {
  const { objId, group, member, canary } = of;
  const audience_id = await groupAudience(client, group.id);
  const service = (columns: Record<string, unknown>) =>
    insertRow<{ id: number }>(
      client,
      'analysis_services',
      {
        name: canary('service'),
        url: `https://${canary('host')}.example/fit`,
        description: canary('does'),
        authentication_type: 'none',
        authinfo: Buffer.from(canary('authinfo')),
        analysis_type: 'meta_analysis',
        input_data_types: '{}',
        audience_id,
        created_by: member,
        ...columns,
      },
      'id',
    );
  const asked = await service({});
  const uploads = await service({ upload_only: true });
  const analysis = await insertRow<{ id: number }>(
    client,
    'obj_analyses',
    {
      obj_id: objId,
      analysis_service_id: uploads.id,
      author_id: member,
      audience_id,
      status: 'completed',
      status_message: canary('analysed'),
    },
    'id',
  );
  const product = (kind: string, format: string, content: string) =>
    insertRow(
      client,
      'obj_analysis_products',
      { analysis_id: analysis.id, kind, format, content: Buffer.from(content) },
      'kind',
    );
  await product('results', 'json', JSON.stringify({ [canary('result')]: 1 }));
  await product('plot', 'png', canary('plot'));
  await insertRow(
    client,
    'analysis_jobs',
    { analysis_id: analysis.id, payload: JSON.stringify({ [canary('payload')]: 1 }) },
    'analysis_id',
  );
  await insertRow(
    client,
    'analysis_tokens',
    { analysis_id: analysis.id, token_hash: Buffer.from(canary('answertoken')) },
    'analysis_id',
  );
  await insertRow(client, 'work_keys', { key_hash: Buffer.from(canary('workkey')) }, 'key_hash');
  const standing = await insertRow<{ id: number }>(
    client,
    'default_analyses',
    {
      analysis_service_id: asked.id,
      author_id: member,
      audience_id,
      default_parameters: JSON.stringify({ [canary('parameter')]: 1 }),
      source_filter: JSON.stringify({ classifications: [{ name: canary('wanted') }] }),
    },
    'id',
  );
  return {
    serviceId: asked.id,
    uploadServiceId: uploads.id,
    analysisId: analysis.id,
    defaultAnalysisId: standing.id,
  };
}

/** Ids of such things that are not there. */
export const ghostAnalyses = {
  serviceId: 2_000_000_021,
  uploadServiceId: 2_000_000_022,
  analysisId: 2_000_000_023,
  defaultAnalysisId: 2_000_000_024,
};
