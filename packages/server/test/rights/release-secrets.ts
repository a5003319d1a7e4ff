import { randomInt } from 'node:crypto';
import { archivedCurve, createRelease, type FactoryClient } from '@fritz/testing';

/** A light curve of a release that has points of the second programme alone, and its features. */
export interface ReleaseSecrets {
  lcId: bigint;
  releaseName: string;
  featuresName: string;
  /** The folder of a release's second programme. */
  partLocation: string;
}

export async function arrangeReleases(
  client: FactoryClient,
  canaries: string[],
): Promise<ReleaseSecrets> {
  const canaryWord = `program-${randomInt(2 ** 40)}`;
  const lcId = 10n ** 13n + 245_362n * 10n ** 6n + BigInt(randomInt(900_000));
  canaries.push(String(lcId));
  const curve = archivedCurve({ id: lcId, ra: 12.5, dec: 33, programIds: [2] });
  const releaseName = await createRelease(client, { curves: [curve] });
  const row = { id: lcId, ra: 12.5, dec: 33, values: [0.375] };
  const featuresName = await createRelease(client, { columns: ['period'], values: [row] });
  const partLocation = `/archive/${canaryWord}`;
  canaries.push(canaryWord);
  await client.query(
    `INSERT INTO fritz.archive_parts
       (release_id, programid, audience_id, location, is_placed, rows, bytes)
     SELECT r.id, 2, fritz.intern_program('ztf', 2::smallint), $2, true, 1, 1
       FROM fritz.archive_releases r WHERE r.name = $1`,
    [releaseName, partLocation],
  );
  return { lcId, releaseName, featuresName, partLocation };
}

/** That there is a release is no secret: what is in it is. */
export function ghostReleases({ releaseName, featuresName }: ReleaseSecrets): ReleaseSecrets {
  return { lcId: 10_999_999_999_999n, releaseName, featuresName, partLocation: '/archive/none' };
}
