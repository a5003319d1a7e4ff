import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decodeRecord, type Fields, numberOf, playNights, readRealPackets } from './simulated.ts';

/** 24 packets of one night are no distribution: medians must only be near the real range. */
const COMPARED = `diffmaglim magpsf sigmapsf chipsf magap sigmagap distnr magnr sigmagnr chinr sky
  fwhm classtar mindtoedge seeratio aimage bimage aimagerat bimagerat elong rb drb sumrat magapbig
  ndethist ncovhist jdstartref dsnrms ssnrms magzpsci magzpscirms
  clrcoeff zpmed clrmed clrrms neargaia maggaia sgscore1 distpsnr1 srmag1 nmtchps scorr
  exptime xpos ypos`.split(/\s+/);

function sortedOf(candidates: readonly Fields[], name: string): number[] {
  return candidates
    .map((candidate) => numberOf(candidate, name))
    .filter((value) => value !== -999)
    .toSorted((a, b) => a - b);
}

test('numbers lie where real ones do', (t) => {
  const packets = readRealPackets('20231012');
  if (packets === null) return t.skip('the sample packets are not here: set FRITZ_SHARED');
  const real = packets.map((packet) => decodeRecord(packet).candidate as Fields);
  // The real ones are all in g, on which zero points and colour terms depend.
  const simulated = playNights({ seed: 2, night: '20231012', alerts: 400 })
    .map(({ candidate }) => candidate)
    .filter(({ fid }) => fid === 1);
  assert.deepEqual(Object.keys(simulated[0] ?? {}), Object.keys(real[0] ?? {}));
  for (const name of COMPARED) {
    const ours = sortedOf(simulated, name);
    const theirs = sortedOf(real, name);
    const middle = ours[ours.length >> 1] ?? Number.NaN;
    const low = theirs[0] ?? Number.NaN;
    const high = theirs.at(-1) ?? Number.NaN;
    const margin = Math.max(0.5 * (high - low), 0.2 * Math.abs(high));
    assert.ok(
      middle >= low - margin && middle <= high + margin,
      `${name}: the median ${middle} is far from the real ${low} … ${high}`,
    );
  }
});

test('every name, sentinel and text is one that real packets use', () => {
  for (const { record, candidate, source } of playNights({
    seed: 4,
    night: '20240105',
    alerts: 150,
  })) {
    assert.equal(record.schemavsn, '4.02');
    assert.match(String(record.objectId), /^ZTF\d\d[a-z]{7}$/);
    assert.ok(candidate.isdiffpos === 't' || candidate.isdiffpos === 'f');
    const isRock = source.kind === 'asteroid';
    assert.equal(candidate.ssnamenr === 'null', !isRock);
    assert.equal(candidate.ssdistnr === -999, !isRock);
    assert.equal(candidate.ssmagnr === -999, !isRock);
    if (isRock) assert.ok(numberOf(candidate, 'ssdistnr') >= 0);
    for (const [name, value] of Object.entries(candidate)) {
      if (typeof value === 'number') assert.ok(Number.isFinite(value), `${name} is ${value}`);
    }
    assert.ok(numberOf(candidate, 'sigmapsf') < 0.25);
    assert.ok(numberOf(candidate, 'dec') > -30);
  }
});
