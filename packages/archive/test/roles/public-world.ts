import { ensureSitewideGroup } from '@fritz/archive';
import {
  createAlert,
  createAudience,
  createBatch,
  createCandidate,
  createCutouts,
  createFilter,
  createGroup,
  createInstrument,
  createLightCurveRow,
  createObj,
  createPhotometryPoint,
  createQuarantined,
  createSource,
  createSpectrum,
  createStream,
  createSurveyAlert,
  createUser,
  type FactoryClient,
  nextCandid,
  programAudience,
} from '@fritz/testing';

import { arrangeCatalogs } from './arrange-catalogs.ts';

/** In everything that the public must not see; and in what it may. */
export const canary = 'zqxcanary';
export const shown = 'zqxshown';

export function othersCallable(survey: string): string[] {
  return ['alerts', 'alerts_in', 'alerts_of', 'cutouts', 'light_curves'].map(
    (part) => `public_${survey}_${part}`,
  );
}

export function othersReaders(survey: string): string[] {
  return [
    `public_${survey}_alerts(0, 1e6)`,
    `public_${survey}_alerts_of($1)`,
    `public_${survey}_alerts_in(${-(2n ** 63n)}, ${2n ** 63n - 1n})`,
    `public_${survey}_light_curves($1)`,
  ];
}

/** Something in every table; returns an admin's key. */
export async function arrangeWorld(
  client: FactoryClient,
  owner: Parameters<typeof arrangeCatalogs>[0],
): Promise<string> {
  await arrangeCatalogs(owner, { shown, canary });
  const sitewide = { id: await ensureSitewideGroup(client, 'Everybody') };
  const user = await createUser(client, { username: canary });
  const admin = await createUser(client, { roles: ['Super admin'] });
  const stream = await createStream(client, { name: canary, programIds: [2], users: [user] });
  const members = [{ user, admin: true }];
  const group = await createGroup(client, { name: canary, members, streams: [stream] });
  const filter = await createFilter(client, { group, stream, name: canary });
  const output = { annotations: { secret: canary } };
  const { objId } = await createCandidate(client, { filter, objId: `ZTF${canary}`, output });
  await createSource(client, { objId, group, savedBy: user });
  for (const programId of [1, 2, 3]) await arrangeAlert(client, programId);
  const mixed = `ZTF${shown}mixed`;
  await createSource(client, { objId: mixed, group: sitewide, savedBy: user });
  const columns = { origin: canary, owner_id: user.id };
  await createPhotometryPoint(client, { objId: mixed, group, columns });
  await createPhotometryPoint(client, { objId: mixed, programId: 2, columns: { origin: canary } });
  const shared = {
    ...columns,
    origin: shown,
    audience_id: await createAudience(client, [group, sitewide]),
  };
  await createPhotometryPoint(client, { objId: mixed, columns: shared });
  const instrument = await createInstrument(client, { columns: { name: 'SEDM' } });
  const spectrum = { objId: mixed, instrument, owner: user };
  const hidden = { label: canary, origin: canary, external_pi: canary };
  await createSpectrum(client, { ...spectrum, group, columns: hidden });
  const open = { label: shown, external_pi: canary, altdata: JSON.stringify({ pi: canary }) };
  await createSpectrum(client, { ...spectrum, group: sitewide, columns: open });
  await createBatch(client, { counts: [{ filter, passed: 1 }] });
  await createQuarantined(client);
  return admin.token;
}

async function arrangeAlert(client: FactoryClient, programId: number): Promise<void> {
  const word = programId === 1 ? shown : canary;
  const objectId = `ZTF${word}${programId}`;
  const candid = nextCandid();
  await createAlert(client, { objectId, candid, programId, columns: { programpi: word } });
  await createCutouts(client, { candid, programId, science: Buffer.from(word) });
  await createLightCurveRow(client, { objectId, candid, programId, points: Buffer.from(word) });
  for (const survey of ['lsst', 'winter', 'pgir']) {
    // Of these LSST alone publishes a programme.
    const text = survey === 'lsst' ? word : canary;
    const points = Buffer.from(text);
    const alert = {
      objectId: `${survey}${text}${programId}`,
      candid,
      programId,
      ra: 1,
      dec: 2,
      points,
    };
    await createSurveyAlert(client, survey, alert);
  }
  const audienceIds = [await programAudience(client, programId)];
  await createObj(client, { id: objectId, audienceIds });
  await createPhotometryPoint(client, { objId: objectId, programId, columns: { origin: word } });
}
