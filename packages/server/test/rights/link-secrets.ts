import { createJointLook, createObjectLink, type FactoryClient } from '@fritz/testing';

/** Links a private group's object with one of LSST's, decides it, and looks at it at an alert. */
export async function arrangeLinks(
  client: FactoryClient,
  { objId, candid }: { readonly objId: string; readonly candid: bigint },
  canary: (what: string) => string,
): Promise<string> {
  const linkedId = canary('linked');
  const link = { survey: 'lsst', objectId: linkedId, ztfId: objId, programId: 2 };
  await createObjectLink(client, link);
  const other = { otherSurvey: 'lsst', otherId: linkedId, otherProgramId: 2 };
  await createJointLook(client, { candid, programId: 2, ...other });
  await client.query(
    `INSERT INTO fritz.link_decisions (object_id, survey, other_id, other_survey, is_linked, reason)
     VALUES ($1, 'lsst', $2, 'ztf', true, $3)`,
    [linkedId, objId, canary('linkreason')],
  );
  return linkedId;
}
