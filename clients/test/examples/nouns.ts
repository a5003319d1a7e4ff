// What docs/guides/typescript.md shows, block by block.
import { FritzClient, FritzError } from '../../typescript/src/index.ts';

const { FRITZ_URL: url = '', FRITZ_TOKEN: token = '' } = process.env;
const fritz = new FritzClient({ url, token });
console.log((await fritz.call('getSysinfo')).fritzVersion);
const listed = await fritz.call('listGroups');
const group =
  'user_groups' in listed ? listed.user_groups.find((one) => !one.single_user_group) : undefined;
const group_ids = group ? [group.id] : [];

const id = 'AT2026xyz';
await fritz.call('saveSource', { body: { id, ra: 150.3, dec: 2.4, group_ids } });
const instruments = await fritz.call('listInstruments');
const idOf = (name: string) => instruments.find((one) => one.name === name)?.id ?? 0;
const { ids } = await fritz.call('putPhotometry', {
  body: {
    obj_id: id,
    instrument_id: idOf('ZTF'),
    mjd: [61000.1, 61001.1],
    filter: 'ztfr',
    mag: [19.2, 19.1],
    magerr: 0.1,
    group_ids,
  },
});
console.log(ids.length, 'points');
await fritz.call('createSpectrum', {
  body: {
    obj_id: id,
    instrument_id: idOf('SEDM'),
    observed_at: '2026-11-22T03:14:15',
    wavelengths: [4000, 4010],
    fluxes: [1.2e-16, 1.3e-16],
    group_ids,
  },
});
const on = { resource_type: 'sources', resource_id: id } as const;
await fritz.call('createComment', { params: on, body: { text: 'Rising fast' } });

let saved = 0;
for await (const source of fritz.each('listSources', 'sources', { numPerPage: 50 })) {
  if (source.id === id) saved += 1;
}
console.log(saved, 'saved');
for await (const candidate of fritz.each('listCandidates', 'candidates')) {
  console.log(candidate.id, candidate.ra, candidate.dec);
}

try {
  await fritz.call('getSource', { params: { id: 'nothing-of-this-name' } });
} catch (error) {
  if (!(error instanceof FritzError)) throw error;
  console.log(error.status, error.code);
}
