import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ZtfAdapter, type ZtfAlert } from '../../src/index.ts';
import { realPackets, withoutPackets } from './shared-packets.ts';

type Row = Readonly<Record<string, unknown>>;
interface Point {
  readonly jd: number;
  readonly mag: number;
  readonly err: number;
}

const PUBLIC = new Set([1, 2, 3]);
const skip = { skip: withoutPackets };

function documents(): { alert: ZtfAlert; document: Row; properties: Row }[] {
  const ztf = new ZtfAdapter();
  return [...realPackets().values()].map((bytes) => {
    const alert = ztf.decode(bytes);
    const curve = ztf.curve(null, ztf.needs([null]));
    curve.add(alert);
    const document = curve.document(alert, PUBLIC);
    return { alert, document, properties: document.properties as Row };
  });
}

test('of the packets of 2023 fifteen are of asteroids, which have names', skip, () => {
  const recent = documents().filter(({ alert }) => alert.jd > 2460000);
  assert.equal(recent.length, 24);
  const rocks = recent.filter(({ properties }) => properties.rock);
  assert.equal(rocks.length, 15);
  for (const { alert, properties } of recent) {
    const sso = properties.sso as Row;
    assert.equal(sso.is_sso, alert.packet.candidate.ssnamenr !== 'null');
    if (properties.rock) assert.ok(typeof sso.designation === 'string' && sso.designation !== '');
  }
});

/** What filters see of the history, as BOOM takes it: every detection of a band, by time. */
function pointsOf(fid: number, { alert, document }: { alert: ZtfAlert; document: Row }): Point[] {
  const { candidate } = alert.packet;
  const alerts = [...(document.prv_candidates as Row[]), candidate as Row]
    .filter((row) => row.fid === fid && typeof row.magpsf === 'number')
    .map((row) => ({ jd: row.jd, mag: row.magpsf, err: row.sigmapsf }) as Point);
  const forced = (document.fp_hists as Row[])
    .filter((row) => row.fid === fid && Math.abs(Number(row.snr)) > 3)
    .map((row) => {
      const size = Math.abs(Number(row.forcediffimflux));
      const mag = Number(row.magzpsci) - 2.5 * Math.log10(size);
      return { jd: row.jd as number, mag, err: 1.0857362047581294 / Math.abs(Number(row.snr)) };
    })
    .filter(({ jd }) => alerts.every((one) => one.jd !== jd));
  return [...alerts, ...forced].sort((a, b) => a.jd - b.jd || a.mag - b.mag);
}

/** The slope and its error by the normal equations of the textbook. */
function slopeOf(points: readonly Point[]): readonly [number, number] {
  const origin = points[0]?.jd ?? 0;
  const sum = (of: (p: Point) => number) => points.reduce((all, p) => all + of(p) / p.err ** 2, 0);
  const x = ({ jd }: Point) => jd - origin;
  const [s, sx, sy] = [sum(() => 1), sum(x), sum(({ mag }) => mag)];
  const [sxx, sxy] = [sum((p) => x(p) ** 2), sum((p) => x(p) * p.mag)];
  const delta = s * sxx - sx ** 2;
  return [(s * sxy - sx * sy) / delta, Math.sqrt(s / delta)];
}

function near(actual: unknown, expected: number, what: string): void {
  const scale = Math.max(1e-3, Math.abs(expected));
  assert.ok(Math.abs(Number(actual) - expected) < 1e-5 * scale, `${what}: ${actual}, ${expected}`);
}

test('photstats of real light curves are what their points give by hand', skip, () => {
  let fits = 0;
  for (const entry of documents()) {
    const stats = entry.properties.photstats as Record<string, Row | null>;
    for (const [fid, band] of [
      [1, 'g'],
      [2, 'r'],
      [3, 'i'],
    ] as const) {
      const points = pointsOf(fid, entry);
      const found = stats[band];
      assert.equal(found === null, points.length === 0, `${entry.alert.objectId} ${band}`);
      if (!found) continue;
      const peak = points.reduce((a, b) => (b.mag < a.mag ? b : a));
      near(found.peak_mag, peak.mag, 'peak');
      assert.equal(found.peak_jd, peak.jd);
      near(found.dt, (points.at(-1)?.jd ?? 0) - (points[0]?.jd ?? 0), 'dt');
      const at = points.indexOf(peak);
      for (const [name, part] of [
        ['rising', points.slice(0, at + 1)],
        ['fading', points.slice(at)],
      ] as const) {
        const rate = found[name] as Row | null;
        if (!rate) continue;
        fits += 1;
        const [slope, error] = slopeOf(part);
        assert.equal(rate.nb_data, part.length);
        near(rate.rate, slope, `${name} of ${entry.alert.objectId}`);
        near(rate.rate_error, error, 'error');
      }
    }
  }
  assert.ok(fits > 20, `${fits} rates`);
});
