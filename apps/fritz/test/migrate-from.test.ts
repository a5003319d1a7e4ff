import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { withClient } from '@fritz/archive';
import { startTestSkyportal, type TestSkyportal } from '@fritz/testing';
import { adminName } from '../src/database/foundation.ts';
import { type CliDatabase, cliDatabase } from './cli-database.ts';
import { type Marshal, openMarshal } from './migrated-marshal.ts';
import { startCli, whenEnded } from './run-cli.ts';
import { runHere } from './run-here.ts';

let place: CliDatabase;
let skyportal: TestSkyportal;
let state: string;
let marshal: Marshal;
before(async () => {
  [place, skyportal] = await Promise.all([cliDatabase(), startTestSkyportal()]);
  state = join(String(place.env.FRITZ_DATA), 'state.jsonl');
});
after(async () => {
  await marshal?.close();
  await skyportal?.close();
  await place?.drop();
});

interface Report {
  kinds: ({ kind: string } & Record<string, number>)[];
  notices: { kind: string; id: string; what: string; message: string }[];
  leftBehind: { what: string; count: number | null }[];
}

const args = (...more: string[]) => {
  const { url, token } = skyportal;
  const from = ['--url', url, '--token', token, '--state', state, '--rate', '10000'];
  return ['migrate-from', 'skyportal', ...from, ...more];
};

async function migrate(more: string[] = [], signal?: AbortSignal) {
  const { code, stdout, stderr } = await runHere(args('--json', ...more), place.env, signal);
  const report: Report = JSON.parse(stdout || '{}');
  return { code, stderr, report };
}

/** Of a kind: how many of those words that are not 0. */
function countOf(report: Report, wanted: string): Record<string, number> {
  const found = report.kinds.find((one) => one.kind === wanted) ?? assert.fail(`no ${wanted}`);
  const { kind: _, ...counts } = found;
  return Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0));
}

async function rows<T extends object>(text: string): Promise<T[]> {
  return withClient(place.database.superuser, async (client) => {
    return [...(await client.query<T>(text)).rows].map((row) => ({ ...row }));
  });
}

/** How many there are of what is taken over. */
const countHere = async () =>
  (
    await rows<Record<string, number>>(
      `SELECT (SELECT count(*)::int FROM fritz.comments) AS comments,
              (SELECT count(*)::int FROM fritz.annotations) AS annotations,
              (SELECT count(*)::int FROM fritz.photometry) AS points,
              (SELECT count(*)::int FROM fritz.spectra) AS spectra,
              (SELECT count(*)::int FROM fritz.classifications) AS classes,
              (SELECT count(*)::int FROM fritz.classification_votes) AS votes,
              (SELECT count(*)::int FROM fritz.migrated_documents) AS documents,
              (SELECT count(*)::int FROM fritz.groups WHERE name = 'Nuclear transients') AS groups,
              (SELECT count(*)::int FROM fritz.group_users m JOIN fritz.groups g ON g.id = m.group_id
                WHERE g.name = 'Nuclear transients') AS members`,
    )
  )[0];

const whole = {
  ...{ comments: 6, annotations: 3, points: 8, spectra: 2, classes: 1, votes: 1 },
  ...{ documents: 7, groups: 1, members: 1 },
};

test('a dry run counts, and writes nothing', async () => {
  const { report } = await migrate(['--dry-run']);
  assert.deepEqual(countOf(report, 'sources'), { read: 7 });
  assert.deepEqual(countOf(report, 'comments'), { read: 6 });
  assert.deepEqual(countOf(report, 'follow-up requests'), { read: 4 });
  assert.deepEqual(await rows(`SELECT FROM fritz.users WHERE username = 'ada'`), []);
});

test('killed in the middle, stopped, refused: each time it tells how far it was', async () => {
  const child = startCli(args(), place.env);
  skyportal.whenAsked('sources/ZTF21old1/comments', () => child.kill('SIGKILL'));
  assert.equal(await whenEnded(child), 'SIGKILL');
  const lines = readFileSync(state, 'utf8').split('\n');
  // The machine went down between a spectrum and its line in the journal.
  const spectrum = lines.findLastIndex((line) => line.startsWith('["spectra"'));
  assert.ok(spectrum > 0, 'it came as far as spectra');
  writeFileSync(state, [...lines.slice(0, spectrum), lines[spectrum]?.slice(0, 9)].join('\n'));

  const stopping = new AbortController();
  skyportal.whenAsked('sources/ZTF21old1/classifications', () => stopping.abort('SIGINT'));
  const stopped = await migrate([], stopping.signal);
  assert.equal(stopped.code, 130);
  assert.match(stopped.stderr, /^Stopped\. .*goes on from here\.$/m);
  assert.deepEqual(countOf(stopped.report, 'comments'), { read: 6, before: 1, copied: 5 });

  skyportal.whenAsked('sources/ZTF21old3/annotations', () => skyportal.endToken());
  const { code, stderr } = await migrate();
  assert.equal(code, 1);
  assert.match(stderr, /^fritz: SkyPortal does not take this token/m);
  skyportal.renewToken();
});

test('it goes on where it was; nothing is doubled, and what differs is told', async () => {
  const { code, report, stderr } = await migrate();
  assert.equal(code, 2, stderr);
  assert.deepEqual(countOf(report, 'users'), { read: 2, before: 2 });
  assert.deepEqual(countOf(report, 'streams'), { read: 2, before: 1, failed: 1 });
  const told = report.notices.map(({ kind, id, what }) => `${what}: ${kind} ${id}`).toSorted();
  assert.deepEqual(told, [
    'failed: members 4/99',
    'failed: streams 2',
    'failed: thumbnails 952',
    'refused: annotations sources/ZTF21old7/annotations',
  ]);
  const left = report.leftBehind.map(({ what, count }) => [what, count]);
  assert.deepEqual(left[0], ['credentials of allocations', 1]);
  assert.deepEqual(await countHere(), whole);
});

test('run once more it makes nothing, and says so in a table', async () => {
  const { code, stdout } = await runHere(args(), place.env);
  assert.equal(code, 2);
  const table = stdout.split('\n');
  assert.match(table[0] ?? '', /^kind +read +copied +there before +updated +different +refused/);
  const sources = table.find((line) => line.startsWith('sources '))?.split(/ +/);
  assert.deepEqual(sources, ['sources', '7', '0', '7', '0', '0', '0', '0']);
  assert.match(stdout, /^annotations, refused by rights:\n {2}sources\/ZTF21old7/m);
  assert.deepEqual(await countHere(), whole);
});

test('what was for a group is for it alone, in its author’s name', async () => {
  marshal = await openMarshal(place, ['ada', 'grace']);
  const said = await marshal.get('ada', 'sources/ZTF21old1/comments');
  const texts = ['For me alone', 'Rising fast', 'Rising fast', 'See the finder'];
  assert.deepEqual(said.map((one: { text: string }) => one.text).toSorted(), texts);
  const { id } = await marshal.get('ada', 'internal/profile');
  for (const one of said) assert.equal(one.author_id, id);
  const first = said.find((one: { bot: boolean }) => one.bot);
  assert.deepEqual(
    [first.text, first.created_at, first.modified],
    ['Rising fast', '2021-03-06T07:08:09.123', '2021-03-07T00:00:00.000'],
    'when, and that a program said it',
  );
  assert.equal(said.filter((one: { bot: boolean }) => one.bot).length, 1);
  const [{ saved_at: savedAt }] = await marshal.get('ada', 'sources/ZTF21old1/groups');
  assert.match(savedAt, /^2021-03-04T05:06:07/);
  const found = said.find((one: { text: string }) => one.text === 'See the finder');
  const attached = await marshal.file('ada', `sources/ZTF21old1/comments/${found.id}/attachment`);
  assert.equal(attached.toString('latin1'), 'north is upé');
  const [dwarf] = await marshal.get('ada', 'sources/ZTF21old1/comments?channel=host');
  assert.equal(dwarf.text, 'A dwarf');
  const [classified] = await marshal.get('ada', 'sources/ZTF21old1/classifications');
  assert.deepEqual([classified.classification, classified.probability], ['TDE', 0.7]);
  assert.deepEqual(
    classified.votes.map((one: { voter_id: number; vote: number }) => [one.voter_id, one.vote]),
    [[id, 1]],
  );
  const [favourite] = await marshal.get('ada', 'listing?listName=favorites');
  assert.equal(favourite.obj_id, 'ZTF21old1');
  for (const kind of ['comments', 'annotations', 'photometry', 'classifications']) {
    const seen = await marshal.get('grace', `sources/ZTF21old1/${kind}`);
    assert.ok(!Array.isArray(seen) || seen.length === 0, `${kind}: ${JSON.stringify(seen)}`);
  }
});

test('points come with their limits, references and annotations', async () => {
  const query = 'format=both&includeAnnotationInfo=true';
  const points = await marshal.get('ada', `sources/ZTF21old1/photometry?${query}`);
  const near = (a: number, b: number) => assert.ok(Math.abs(a / b - 1) < 1e-12, `${a} is not ${b}`);
  const [detection, three, five, negative] = points;
  near(detection.flux, 130.25);
  near(detection.fluxerr, 2.5);
  assert.deepEqual([detection.limiting_mag, detection.limiting_mag_nsigma], [20.1, 3]);
  assert.deepEqual(detection.altdata, { seeing: 1.5, airmass: null });
  assert.deepEqual([detection.ra, detection.ra_unc], [150.001, 0.1]);
  assert.deepEqual(detection.annotations[0].data, { blended: true });
  assert.deepEqual([three.flux, three.limiting_mag_nsigma], [null, 3]);
  assert.deepEqual([five.flux, five.limiting_mag_nsigma, five.origin], [null, 5, 'fp']);
  for (const one of [three, five]) near(one.fluxerr ?? 0, 2.5);
  assert.deepEqual([negative.flux, negative.ref_flux, negative.ref_fluxerr], [-3.5, 40.5, 1.25]);
});

test('verdicts, series, pictures and earlier versions come along, each for whom it was', async () => {
  const query = 'includeValidationInfo=true';
  const [, point] = await marshal.get('ada', `sources/ZTF21old1/photometry?${query}`);
  const { id: ada } = await marshal.get('ada', 'internal/profile');
  const [verdict] = point.validations;
  assert.deepEqual([verdict.validated, verdict.explanation], [false, 'a ghost']);

  const { series } = await marshal.get('ada', 'photometric_series');
  const [one] = series;
  const whole = await marshal.get('ada', `photometric_series/${one.id}`);
  assert.deepEqual([one.series_name, one.series_obj_id, one.owner_id], ['2020/summer', '17', ada]);
  assert.deepEqual(whole.data, { mjd: [59_000.5, 59_000.6], flux: [10.5, 11], fluxerr: [1, 1] });
  assert.deepEqual((await marshal.get('grace', 'photometric_series')).series, []);

  const { thumbnails } = await marshal.get('ada', 'sources/ZTF21old1?includeThumbnails=true');
  const kept = thumbnails.filter((picture: { type: string }) => picture.type === 'new');
  assert.equal(kept.length, 1);
  assert.deepEqual(
    kept[0].groups.map(({ name }: { name: string }) => name),
    ['Nuclear transients'],
  );
  const png = await marshal.file('ada', kept[0].public_url.replace('/api/', ''));
  assert.equal(png.subarray(1, 4).toString(), 'PNG');

  const [classified] = await marshal.get('ada', 'sources/ZTF21old1/classifications');
  const versions = await marshal.get('ada', `classification/${classified.id}/history`);
  assert.deepEqual(
    versions.map((version: { probability: number }) => version.probability),
    [0.2, 0.5, 0.7],
  );
  assert.deepEqual([versions[1].changed_by.id, versions[2].changed_by?.id === ada], [ada, false]);
});

test('spectra come with their people, files and notes', async () => {
  const { spectra } = await marshal.get('ada', 'sources/ZTF21old1/spectra');
  assert.equal(spectra.length, 2);
  const first = spectra.find((one: { label: string | null }) => one.label === null);
  const detail = await marshal.get('ada', `spectra/${first.id}`);
  assert.deepEqual(detail.fluxes, [1.5e-16, null, 1.25e-16]);
  assert.equal(detail.original_file_string, '# night 1\n4000 1.5e-16\n');
  assert.equal(detail.observed_at, '2021-03-05T06:07:08.123');
  const names = (people: { username: string }[]) => people.map(({ username }) => username);
  assert.deepEqual([names(detail.reducers), detail.external_reducer], [['ada'], 'R. Student']);
  assert.deepEqual([names(detail.observers), detail.external_observer], [['ada'], 'Long Gone']);
  assert.equal(detail.comments[0].text, 'Host lines');
  assert.deepEqual(detail.annotations[0].data, { z: 0.043 });
});

test('requests and runs can be read as they came, with ids of here', async () => {
  const { stdout } = await runHere(['migrate-from', 'documents'], place.env);
  const documents = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  const kinds = documents.map(({ kind }) => kind);
  assert.deepEqual(
    [...new Set(kinds)],
    ['assignment', 'followup_request', 'observing_run', 'spectrum_request'],
  );
  const request = documents.find(({ kind }) => kind === 'followup_request');
  const { id } = await marshal.get('ada', 'internal/profile');
  assert.equal(request.document.payload.priority, 5);
  assert.equal(request.here.requester_id, id);
  const spectrum = documents.find(({ kind }) => kind === 'spectrum_request');
  assert.equal(spectrum.document.followup_request_id, 30);
  assert.ok(spectrum.here.spectrum_id > 0);
  // They are requests here, under the ids of there; what was asked for by them is known.
  const { followup_requests: requests } = await marshal.get(
    'ada',
    'followup_request?sortOrder=asc',
  );
  assert.deepEqual(
    requests.map((one: { id: number; state: string }) => [one.id, one.state]),
    [
      [30, 'completed'],
      [31, 'submitted'],
      [32, 'submitted'],
      [33, 'submitted'],
    ],
  );
  const taken = await marshal.get('ada', `spectra/${spectrum.here.spectrum_id}`);
  assert.equal(taken.followup_request_id, 30);
  const run = await marshal.get('ada', 'observing_run/40');
  assert.deepEqual([run.pi, run.calendar_date, run.owner_id], ['Ada', '2024-02-01', id]);
  assert.deepEqual(
    run.assignments.map((one: { id: number; obj_id: string }) => [one.id, one.obj_id]),
    [[41, 'ZTF21old1']],
  );
});

test('an update takes what is new, changes what changed, and leaves what changed here', async () => {
  const { data } = skyportal;
  const list = (path: string) => Object(data.plain[path]) as Record<string, unknown>[];
  const photometry = list('sources/ZTF21old1/photometry');
  photometry.push({ ...photometry[0], id: 590, mjd: 58_100.5, flux: 99, annotations: [] });
  const [, , mine, finder] = list('sources/ZTF21old1/comments');
  Object.assign(mine ?? {}, { text: 'For me, still' });
  Object.assign(finder ?? {}, { text: 'See the new finder' });
  Object.assign(list('sources/ZTF21old1/annotations')[0] ?? {}, { data: { distance: 0.5 } });
  Object.assign(data.paged.sources?.items[0] ?? {}, { redshift: 0.0431 });
  Object.assign(data.paged.sources?.items[1] ?? {}, { redshift: 0.5 });
  Object.assign(list('observing_run')[0] ?? {}, { pi: 'Grace' });
  // Meanwhile, here.
  const said = await marshal.get('ada', 'sources/ZTF21old1/comments');
  const here = said.find((one: { text: string }) => one.text === 'See the finder');
  await marshal.put('ada', `sources/ZTF21old1/comments/${here.id}`, { text: 'See mine' });
  await marshal.patch('ada', 'sources/ZTF21old2', { redshift: 0.6 });

  const { report } = await migrate(['--update']);
  assert.deepEqual(countOf(report, 'photometry'), { read: 9, copied: 1, before: 8 });
  assert.deepEqual(countOf(report, 'comments'), { read: 6, before: 4, updated: 1, different: 1 });
  assert.deepEqual(countOf(report, 'annotations').updated, 1);
  assert.deepEqual(countOf(report, 'sources'), { read: 7, before: 5, updated: 1, different: 1 });
  assert.deepEqual(countOf(report, 'observing runs'), { read: 1, updated: 1 });
  const different = report.notices.filter(({ what }) => what === 'different');
  assert.deepEqual(
    different.map(({ kind, id, message }) => [kind, id, message]),
    [
      ['comments', '703', 'text changed there and here'],
      ['sources', 'ZTF21old2', 'redshift changed there and here'],
    ],
  );
  const first = await marshal.get('ada', 'sources/ZTF21old1');
  const second = await marshal.get('ada', 'sources/ZTF21old2');
  assert.deepEqual([first.redshift, second.redshift], [0.0431, 0.6]);
  const again = await migrate(['--update']);
  for (const { kind, copied, updated } of again.report.kinds) {
    assert.deepEqual([copied, updated], [0, 0], kind);
  }
  assert.deepEqual(await countHere(), { ...whole, points: 9 });
});

test('another Fritz is a SkyPortal, too: all comes over as it is', async () => {
  // What SkyPortal has not: comments on single points.
  const [point] = await marshal.get('ada', 'sources/ZTF21old1/photometry');
  await marshal.post('ada', `photometry/${point.id}/comments`, { text: 'Saturated?' });
  const copy = await cliDatabase();
  const server = await openMarshal(place, [adminName]);
  try {
    const from = ['--url', await server.url(), '--token', server.token(adminName)];
    const to = ['--state', join(String(copy.env.FRITZ_DATA), 'copy.jsonl'), '--rate', '10000'];
    const run = await runHere(['migrate-from', 'skyportal', ...from, ...to, '--json'], copy.env);
    const { notices, kinds, leftBehind } = JSON.parse(run.stdout);
    assert.ok(leftBehind.some(({ what }: { what: string }) => what === "people's own lists"));
    assert.deepEqual([run.code, notices], [0, []], run.stdout);
    assert.ok(kinds.length > 15);
    const there = await openMarshal(copy, ['ada']);
    try {
      for (const path of compared) {
        const [was, is] = [await marshal.get('ada', path), await there.get('ada', path)];
        assert.deepEqual(essence(is), essence(was), path);
      }
    } finally {
      await there.close();
    }
  } finally {
    await server.close();
    await copy.drop();
  }
});

const compared = [
  ...[
    'sources?numPerPage=20&sortBy=id&sortOrder=asc',
    'telescope',
    'instrument',
    'taxonomy',
    'filters',
    'objtagoption',
  ],
  ...[
    '',
    '/annotations',
    '/comments',
    '/comments?channel=host',
    '/classifications',
    '/spectra',
    '?includeThumbnails=true',
  ].map((part) => `sources/ZTF21old1${part}`),
  'sources/ZTF21old1/photometry?format=both&includeValidationInfo=true&includeCommentInfo=true',
  'photometric_series',
];

/** What a thing is, but for ids, dates, the night of now, and versions of the marshal that it is in. */
function essence(value: unknown): unknown {
  const own =
    /(^|_)(id|ids|key|at|at_utc)$|^(modified|fid|active_fid|version|redshift_history|morning|evening|is_night_astronomical)$/;
  const text = JSON.stringify(value, (key, inner) => (own.test(key) ? undefined : inner));
  return JSON.parse(text);
}
