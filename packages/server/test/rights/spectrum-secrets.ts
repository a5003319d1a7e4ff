import { createSpectrum, type FactoryClient } from '@fritz/testing';

/** Stores a private group's spectrum, with words that stand nowhere else. */
export async function arrangeSpectrum(
  client: FactoryClient,
  of: { objId: string; instrumentId: number; group: { id: number }; member: number },
  canary: (what: string) => string,
): Promise<{ spectrumId: number }> {
  const { id } = await createSpectrum(client, {
    objId: of.objId,
    instrument: { id: of.instrumentId },
    group: of.group,
    owner: { id: of.member },
    columns: {
      label: canary('spectrumlabel'),
      origin: canary('spectrumorigin'),
      altdata: JSON.stringify({ [canary('cardname')]: canary('cardvalue') }),
      external_pi: canary('externalpi'),
      external_reducer: canary('externalreducer'),
      external_observer: canary('externalobserver'),
      original_file_filename: `${canary('spectrumfile')}.ascii`,
    },
    file: `# ${canary('spectrumheader')}\n4000 1\n5000 2\n`,
  });
  return { spectrumId: id };
}
