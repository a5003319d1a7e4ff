/** Queries to begin with, as DALI 1.1 (section 2.3) has them: a page that programs read, too. */
import { escapeXml } from './xml.ts';

interface Example {
  readonly id: string;
  readonly name: string;
  readonly text: string;
  readonly query: string;
}

export const EXAMPLES: readonly Example[] = [
  {
    id: 'bright',
    name: 'Bright and real, of one night',
    text: 'Alerts of a night that are brighter than 17 mag and most likely real. Nights are found by mjd.',
    query: `SELECT TOP 100 object_id, candid, mjd, ra, dec, magpsf, fid, drb
FROM ztf.alerts
WHERE mjd BETWEEN 61365 AND 61366 AND drb > 0.9 AND magpsf < 17
ORDER BY magpsf`,
  },
  {
    id: 'cone',
    name: 'Around a place',
    text: 'All alerts within 5 arcseconds of a place, the nearest first. Places are found by an index.',
    query: `SELECT object_id, candid, mjd, magpsf, sigmapsf, fid,
  DISTANCE(POINT('ICRS', ra, dec), POINT('ICRS', 210.80, 54.35)) * 3600 AS arcsec
FROM ztf.alerts
WHERE 1 = CONTAINS(POINT('ICRS', ra, dec), CIRCLE('ICRS', 210.80, 54.35, 5/3600.))
ORDER BY arcsec`,
  },
  {
    id: 'surveys',
    name: 'Two surveys at one place',
    text: 'Objects of LSST within an arcsecond of some of ZTF.',
    query: `SELECT z.object_id AS ztf, l.object_id AS lsst
FROM (SELECT TOP 50 object_id, ra, dec FROM ztf.objects) AS z
JOIN lsst.objects AS l
  ON 1 = CONTAINS(POINT('ICRS', l.ra, l.dec), CIRCLE('ICRS', z.ra, z.dec, 1/3600.))`,
  },
  {
    id: 'upload',
    name: 'A list of one’s own',
    text: 'A table that is sent along as tap_upload.mine, with columns ra and dec in degrees.',
    query: `SELECT m.*, o.object_id
FROM tap_upload.mine AS m
LEFT JOIN ztf.objects AS o
  ON 1 = CONTAINS(POINT('ICRS', o.ra, o.dec), CIRCLE('ICRS', m.ra, m.dec, 2/3600.))`,
  },
  {
    id: 'saved',
    name: 'What my groups saved',
    text: 'Sources and what they are classified as, as far as you may see them: sign in with a token.',
    query: `SELECT s.obj_id, s.ra, s.dec, s.group_name, s.saved_at, c.classification, c.probability
FROM marshal.sources AS s
LEFT JOIN marshal.classifications AS c ON c.obj_id = s.obj_id
ORDER BY saved_at DESC`,
  },
];

export function examplesPage(): string {
  const parts = EXAMPLES.map(
    ({ id, name, text, query }) => `<div typeof="example" id="${id}" resource="#${id}">
<h2 property="name">${escapeXml(name)}</h2>
<p>${escapeXml(text)}</p>
<pre property="query">${escapeXml(query)}</pre>
</div>`,
  );
  return `<!DOCTYPE html>
<html lang="en">
<head><meta charset="utf-8"/><title>Fritz: queries to begin with</title></head>
<body vocab="ivo://ivoa.net/std/DALI-examples">
<h1>Queries to begin with</h1>
${parts.join('\n')}
</body>
</html>
`;
}
