import { type FactoryClient, groupAudience, insertRow } from './client.ts';

/** Stores a spectrum of an object for a group; with the file that it came in where one is given. */
export async function createSpectrum(
  client: FactoryClient,
  options: {
    objId: string;
    instrument: { id: number };
    group: { id: number };
    owner: { id: number };
    columns?: Record<string, unknown>;
    file?: string;
  },
): Promise<{ id: number }> {
  const { id } = await insertRow<{ id: number }>(
    client,
    'spectra',
    {
      obj_id: options.objId,
      instrument_id: options.instrument.id,
      observed_at: new Date('2026-11-22T03:00:00Z'),
      units: 'erg/s/cm/cm/AA',
      wavelengths: [4000, 5000, 6000],
      fluxes: [1e-16, 2e-16, 1.5e-16],
      audience_id: await groupAudience(client, options.group.id),
      owner_id: options.owner.id,
      ...options.columns,
    },
    'id',
  );
  await client.query(
    `INSERT INTO fritz.spectrum_people (spectrum_id, role, user_id, place) VALUES ($1, 'pi', $2, 1)`,
    [id, options.owner.id],
  );
  if (options.file !== undefined) {
    await client.query('INSERT INTO fritz.spectrum_files (spectrum_id, content) VALUES ($1, $2)', [
      id,
      Buffer.from(options.file),
    ]);
  }
  return { id };
}
