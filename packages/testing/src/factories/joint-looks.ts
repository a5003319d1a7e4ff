import { type FactoryClient, insertRow, programAudience } from './client.ts';

/**
 * Stores that filters of ZTF's saw, at an alert, a linked object of another survey and one row of it.
 * The other's audience is that of ZTF's programme of this number.
 */
export async function createJointLook(
  client: FactoryClient,
  look: {
    readonly candid: bigint;
    readonly programId: number;
    readonly otherSurvey: string;
    readonly otherId: string;
    readonly otherProgramId: number;
  },
): Promise<void> {
  const { candid, programId, otherSurvey, otherId, otherProgramId } = look;
  const audience = { audience_id: await programAudience(client, programId) };
  const alert = { survey: 'ztf', candid };
  await insertRow(client, 'joint_looks', { ...alert, ...audience }, 'candid');
  const other = {
    ...{ other_survey: otherSurvey, other_id: otherId, other_programid: otherProgramId },
    other_audience_id: await programAudience(client, otherProgramId),
  };
  const link = { ...alert, programid: programId, ...audience, ...other, distance_arcsec: 0.5 };
  await insertRow(client, 'joint_links', link, 'candid');
  await insertRow(client, 'joint_points', { ...alert, ...other, seen: [candid] }, 'candid');
}
