import {
  createClassification,
  createCrossMatches,
  createInstrument,
  createPhotometryPoint,
  createSource,
  createSpectrum,
  createTaxonomy,
  createUser,
  type FactoryClient,
  type TestUser,
} from '@fritz/testing';
import type { Stage } from './stage.ts';

/** A saved object at the same place. */
export const twinId = 'Twin';

/** An object with something of everything, and who sees it. */
export interface SourceCast {
  readonly objectId: string;
  /** In the group of the scanner. */
  readonly colleague: TestUser;
  readonly spectrograph: { readonly id: number; readonly name: string };
  readonly imager: { readonly id: number; readonly name: string };
}

const hierarchy = {
  class: 'Time-domain Source',
  subclasses: [
    {
      class: 'Supernova',
      subclasses: [{ class: 'Ia', 'other names': ['SN Ia'] }, { class: 'II' }],
    },
    { class: 'Variable', subclasses: [{ class: 'RR Lyrae' }, { class: 'AGN' }] },
  ],
};

/** A spectrum with a broad absorption, as a supernova's, and some noise that is always the same. */
function makeSpectrum(shift: number): { wavelengths: number[]; fluxes: number[] } {
  const wavelengths = Array.from({ length: 900 }, (_one, index) => 3600 + 6 * index);
  const fluxes = wavelengths.map((wavelength, index) => {
    const rest = wavelength / (1 + shift);
    const dip = 0.5 * Math.exp(-(((rest - 6150) / 120) ** 2));
    const noise = 0.05 * Math.sin(index * 12.9898) * Math.cos(index * 78.233);
    return 1e-16 * (1.4 - dip + 0.3 * Math.sin(rest / 500) + noise);
  });
  return { wavelengths, fluxes };
}

async function findObject(client: FactoryClient): Promise<string> {
  const { rows } = await client.query<{ id: string }>(
    `SELECT p.obj_id AS id FROM fritz.photometry p
     WHERE p.origin = 'alert' AND EXISTS (SELECT FROM fritz.candidates c WHERE c.obj_id = p.obj_id)
     GROUP BY p.obj_id ORDER BY count(*) DESC, p.obj_id LIMIT 1`,
  );
  const id = rows[0]?.id;
  if (id === undefined) throw new Error('no candidate has photometry');
  return id;
}

/** Puts a taxonomy, spectra, a classification and a colleague on the stage. */
export function arrangeSource(stage: Stage): Promise<SourceCast> {
  const { scanner, group, stream } = stage.cast;
  return stage.arrange(async (client) => {
    const objectId = await findObject(client);
    const colleague = await createUser(client, { username: 'ada' });
    await client.query('INSERT INTO fritz.stream_users (stream_id, user_id) VALUES ($1, $2)', [
      stream.id,
      colleague.id,
    ]);
    await client.query('INSERT INTO fritz.group_users (group_id, user_id) VALUES ($1, $2)', [
      group.id,
      colleague.id,
    ]);
    const taxonomy = await createTaxonomy(client, {
      ...{ group, createdBy: scanner, name: 'Sitewide', hierarchy },
    });
    const classification = { objId: objectId, taxonomy, group, author: colleague };
    await createClassification(client, {
      ...classification,
      columns: { class: 'II', probability: 0.6 },
    });
    const imager = await createInstrument(client, { columns: { name: 'Imager' } });
    const spectrograph = await createInstrument(client, {
      columns: { name: 'SEDM', type: 'spectrograph', filters: [] },
    });
    for (const [index, shift] of [0.02, 0.03].entries()) {
      await createSpectrum(client, {
        ...{ objId: objectId, instrument: spectrograph, group, owner: colleague },
        columns: {
          ...makeSpectrum(shift),
          observed_at: new Date(Date.UTC(2026, 5, 14 + 7 * index)),
        },
      });
    }
    await client.query(
      `INSERT INTO fritz.objs (id, survey, ra, dec, hpx)
       SELECT $2, survey, ra, dec, hpx FROM fritz.objs WHERE id = $1`,
      [objectId, twinId],
    );
    await createSource(client, { objId: twinId, group, savedBy: scanner });
    await createPhotometryPoint(client, { objId: twinId, group, columns: { origin: 'own' } });
    const galaxy = { name: 'NGC 4321', distance_arcsec: 1, z: 0.0052 };
    await createCrossMatches(client, { objectId, neighbourId: 'NGC 4321', document: galaxy });
    await client.query(
      'INSERT INTO fritz.user_acls (user_id, acl_id) SELECT $1, unnest($2::text[])',
      [scanner.id, ['Manage sources', 'Manage Analysis Services', 'Run Analyses']],
    );
    return { objectId, colleague, spectrograph, imager };
  });
}
