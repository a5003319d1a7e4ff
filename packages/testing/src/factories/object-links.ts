import { type FactoryClient, insertRow, programAudience } from './client.ts';

/** Stores that an object of a survey and ZTF's object are near each other; both of one programme. */
export async function createObjectLink(
  client: FactoryClient,
  link: {
    readonly survey: string;
    readonly objectId: string;
    readonly ztfId: string;
    readonly programId?: number;
    readonly otherProgramId?: number;
  },
): Promise<void> {
  const { survey, objectId, ztfId, programId = 1, otherProgramId = programId } = link;
  const audience = await programAudience(client, programId);
  const otherAudience = await programAudience(client, otherProgramId);
  const place = { hpx: 0n, ra: 10, dec: 20 };
  for (const [id, of, programid, audienceId] of [
    [objectId, survey, programId, audience],
    [ztfId, 'ztf', otherProgramId, otherAudience],
  ] as const) {
    const row = { object_id: id, survey: of, programid, audience_id: audienceId, ...place };
    await insertRow(client, 'survey_objects', row, 'object_id');
  }
  const row = {
    ...{ object_id: objectId, survey, audience_id: audience },
    ...{ other_id: ztfId, other_survey: 'ztf', other_audience_id: otherAudience },
    distance_arcsec: 0.5,
  };
  await insertRow(client, 'object_links', row, 'object_id');
}
