import { createSkyMap, type FactoryClient, groupAudience } from '@fritz/testing';

/** A sky map of a private group: by its name alone it is asked for. */
export interface SkyMapSecrets {
  skyMapId: number;
  skyMapName: string;
  skyMapDateobs: string;
}

export async function arrangeSkyMap(
  client: FactoryClient,
  of: { group: { id: number }; member: number },
  canary: (what: string) => string,
): Promise<SkyMapSecrets> {
  const skyMapName = canary('skymap');
  const skyMapDateobs = '2026-11-20T01:02:03';
  const { id } = await createSkyMap(client, {
    name: skyMapName,
    dateobs: `${skyMapDateobs}Z`,
    ownerId: of.member,
    audienceId: await groupAudience(client, of.group.id),
    triggerId: canary('trigger'),
    aliases: [canary('mapalias')],
    tags: [canary('maptag')],
    properties: { OBJECT: canary('mapobject') },
  });
  return { skyMapId: id, skyMapName, skyMapDateobs };
}

export const ghostSkyMap: SkyMapSecrets = {
  skyMapId: 2_000_000_021,
  skyMapName: 'nothing',
  skyMapDateobs: '2026-11-20T01:02:03',
};
