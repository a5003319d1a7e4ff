import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Fields, numberOf, playNights } from './simulated.ts';

const played = playNights({ seed: 21, night: '20240210', alerts: 150, nights: 4 });

/** Measured values that an alert shares with the same detection in a later history. */
const SHARED = `jd fid pid diffmaglim programpi programid candid isdiffpos tblid nid rcid field xpos
  ypos ra dec magpsf sigmapsf chipsf magap sigmagap distnr magnr sigmagnr chinr sharpnr sky magdiff
  fwhm classtar mindtoedge magfromlim seeratio aimage bimage aimagerat bimagerat elong nneg nbad rb
  sumrat magapbig sigmagapbig ranr decnr scorr magzpsci magzpsciunc magzpscirms clrcoeff clrcounc
  rbversion`.split(/\s+/);

function detections(past: readonly Fields[]): Fields[] {
  return past.filter((point) => point.candid !== null);
}

test('a history lies before its alert, within 30 days, in order, in the public part if public', () => {
  for (const { candidate, past, forced, source } of played) {
    const jd = numberOf(candidate, 'jd');
    const times = past.map((point) => numberOf(point, 'jd'));
    assert.deepEqual(times, times.toSorted());
    for (const time of times) assert.ok(time < jd && time >= jd - 30);
    for (const point of [...past, ...forced]) {
      assert.ok(point.programid === 1 || point.programid === source.programId);
    }
    const forcedTimes = forced.map((point) => numberOf(point, 'jd'));
    assert.deepEqual(forcedTimes, forcedTimes.toSorted().reverse());
    for (const time of forcedTimes) assert.ok(time < jd && time >= jd - 30);
  }
});

test('a detection is the same in every packet that tells of it, and in its own', () => {
  const known = new Map<unknown, Fields>();
  const pick = (point: Fields) => Object.fromEntries(SHARED.map((name) => [name, point[name]]));
  let compared = 0;
  for (const { candidate, past, source } of played) {
    for (const point of detections(past)) {
      const key = `${source.objectId}/${String(point.candid)}`;
      const before = known.get(key);
      if (before) {
        compared++;
        assert.deepEqual(pick(point), pick(before));
      }
      known.set(key, point);
    }
    known.set(`${source.objectId}/${String(candidate.candid)}`, candidate);
  }
  assert.ok(compared > 100, `only ${compared} detections were met twice`);
});

test('what a history calls a detection of these nights was sent as an alert', () => {
  const sent = new Set(played.map(({ source }) => source.candid));
  const first = played[0]?.source.jd ?? 0;
  const late = played.flatMap(({ past }) =>
    detections(past).filter((point) => numberOf(point, 'jd') >= first),
  );
  assert.ok(late.length > 50);
  assert.ok(late.every((point) => sent.has(point.candid as bigint)));
});

test('an upper limit has no measurement, a detection all of them', () => {
  for (const { past } of played) {
    for (const point of past) {
      const isLimit = point.candid === null;
      for (const name of ['magpsf', 'sigmapsf', 'ra', 'dec', 'isdiffpos', 'rb', 'scorr', 'fwhm']) {
        assert.equal(point[name] === null, isLimit, name);
      }
      for (const name of ['diffmaglim', 'pid', 'fid', 'programid', 'field', 'rcid', 'magzpsci']) {
        assert.notEqual(point[name], null, name);
      }
    }
  }
});

test('counts and dates agree with the history', () => {
  for (const { candidate, past, source } of played) {
    const found = detections(past).length;
    const ndethist = numberOf(candidate, 'ndethist');
    assert.ok(ndethist >= found + 1);
    assert.ok(numberOf(candidate, 'ncovhist') >= ndethist);
    assert.ok(numberOf(candidate, 'jdstarthist') <= numberOf(candidate, 'jdendhist'));
    assert.ok(numberOf(candidate, 'jdendhist') <= numberOf(candidate, 'jd'));
    if (source.kind === 'asteroid' || source.kind === 'bogus') {
      assert.equal(found, 0);
      assert.equal(ndethist, 1);
    }
    const [first] = detections(past);
    if (first) assert.ok(numberOf(candidate, 'jdstarthist') <= numberOf(first, 'jd'));
  }
});

test('forced flux agrees with the detection of the same image', () => {
  let compared = 0;
  for (const { past, forced } of played) {
    const byPid = new Map(detections(past).map((point) => [point.pid, point]));
    for (const point of forced) {
      if (point.procstatus !== '0') continue;
      const detection = byPid.get(point.pid);
      if (!detection) continue;
      const sign = detection.isdiffpos === 't' ? 1 : -1;
      const exponent = numberOf(detection, 'magzpsci') - numberOf(detection, 'magpsf');
      const pull =
        (numberOf(point, 'forcediffimflux') - sign * 10 ** (0.4 * exponent)) /
        numberOf(point, 'forcediffimfluxunc');
      assert.ok(Math.abs(pull) < 2, `forced flux is ${pull} sigma from the detection`);
      compared++;
    }
  }
  assert.ok(compared > 100);
});

test('forced points without a measurement say so, the others have one', () => {
  const seen = new Set<unknown>();
  for (const { forced } of played) {
    for (const point of forced) {
      seen.add(point.procstatus);
      const isMeasured = point.procstatus !== '61' && point.procstatus !== '55';
      assert.equal(point.forcediffimflux !== -99999, isMeasured);
      assert.equal(point.forcediffimfluxunc !== -99999, isMeasured);
    }
  }
  assert.deepEqual([...seen].toSorted(), ['0', '55', '56', '57', '61']);
});

test('where nothing is, forced flux is noise about zero', () => {
  const pulls: number[] = [];
  for (const { forced, source } of played) {
    if (source.kind !== 'asteroid') continue;
    for (const point of forced) {
      if (point.procstatus !== '0') continue;
      const unc = numberOf(point, 'forcediffimfluxunc');
      pulls.push(numberOf(point, 'forcediffimflux') / unc);
    }
  }
  const mean = pulls.reduce((sum, pull) => sum + pull, 0) / pulls.length;
  const rms = Math.sqrt(pulls.reduce((sum, pull) => sum + pull * pull, 0) / pulls.length);
  assert.ok(pulls.length > 150);
  assert.ok(Math.abs(mean) < 0.3, `mean ${mean}`);
  assert.ok(rms > 0.7 && rms < 1.7, `rms ${rms}`);
});

test("a transient's count rises by one with each alert, from its first light", () => {
  const transients = played.filter(({ source }) => /^(sn_|slsn|tde)/.test(source.kind));
  let rises = 0;
  for (const packets of Map.groupBy(transients, ({ source }) => source.objectId).values()) {
    const counts = packets.map(({ candidate }) => numberOf(candidate, 'ndethist'));
    assert.deepEqual(
      counts,
      counts.map((_, i) => (counts[0] ?? 0) + i),
    );
    const starts = new Set(packets.map(({ candidate }) => candidate.jdstarthist));
    assert.equal(starts.size, 1);
    rises += counts.length - 1;
  }
  assert.ok(rises > 10, `only ${rises} rises`);
});

test('the first nights of the survey have no history before it', () => {
  const early = playNights({ seed: 21, night: '20180303', alerts: 20 });
  const times = early.flatMap(({ past }) => past.map((point) => numberOf(point, 'jd')));
  assert.equal(early.length, 20);
  for (const time of times) assert.ok(time >= 2458178.5);
});
