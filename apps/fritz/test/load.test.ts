import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { ensureSitewideGroup, ensureSuperAdmin, withClient } from '@fritz/archive';
import { type CliDatabase, cliDatabase } from './cli-database.ts';
import { type Marshal, openMarshal } from './migrated-marshal.ts';
import { runHere } from './run-here.ts';

const shared =
  process.env.FRITZ_SHARED ?? fileURLToPath(new URL('../../../../shared', import.meta.url));
const real = join(shared, 'data/marshal');
const withoutReal = existsSync(join(real, 'telescopes.yaml'))
  ? false
  : `no telescopes at ${real} (FRITZ_SHARED names them)`;

let place: CliDatabase;
let folder: string;
let marshal: Marshal;
before(async () => {
  place = await cliDatabase();
  await withClient(place.database.superuser, async (client) => {
    await client.query('SET search_path = fritz');
    await ensureSitewideGroup(client, 'Sitewide Group');
    await ensureSuperAdmin(client, 'root');
  });
  marshal = await openMarshal(place, ['root']);
  folder = mkdtempSync(join(tmpdir(), 'fritz-load-'));
});
after(async () => {
  await marshal?.close();
  await place?.drop();
  rmSync(folder, { recursive: true, force: true });
});

interface Report {
  endpoints: { endpoint: string; made: number; known: number; failed: number }[];
  failures: { endpoint: string; item: number; name: string; message: string }[];
}

async function load(files: readonly string[], wantedCode = 0): Promise<Report> {
  const { code, stdout, stderr } = await runHere(['load', ...files, '--json'], place.env);
  assert.equal(code, wantedCode, stdout + stderr);
  return JSON.parse(stdout);
}

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

const seed = `
user:
  - username: jada
    roles: [Full user]
    =id: jada
groups:
  - name: Program A
    group_admins: [=jada]
    =id: program_A
groups/=program_A/users:
  - userID: =nobody_there
telescope:
  - name: Palomar 1.2m Oschin
    nickname: P48
    diameter: 1.2
    =id: P48
  - {name: Sixty, nickname: P60, lat: 33.36, lon: -116.84, diameter: 1.5, =id: P60}
instrument:
  - name: Wide
    type: imager
    telescope_id: =P60
    filters: [sdssg]
    field_fov_type: circle
    field_fov_attributes: 1.5
    field_data:
      file: fields.csv
    =id: wide
allocation:
  - group_id: =program_A
    instrument_id: =wide
    proposal_id: A-1
    hours_allocated: 10
    _altdata: '{"password": "x"}'
`;

test('what a file has is loaded once, with its references; what fails is told of', async () => {
  file('fields.csv', ',ID,RA,Dec\n0,1.0,0.0,-10\n1,2.0,90.0,5\n');
  const path = file('seed.yaml', seed);
  const first = await load([path], 2);
  assert.deepEqual(
    first.endpoints.map(({ endpoint, made, known, failed }) => [endpoint, made, known, failed]),
    [
      ['user', 1, 0, 0],
      ['groups', 1, 0, 0],
      ['groups/=program_A/users', 0, 0, 1],
      // Alerts come from it: it was there.
      ['telescope', 1, 1, 0],
      ['instrument', 1, 0, 0],
      ['allocation', 1, 0, 0],
    ],
  );
  assert.match(first.failures[0]?.message ?? '', /no nobody_there/);
  const again = await load([path], 2);
  assert.deepEqual(
    again.endpoints.map(({ made }) => made),
    [0, 0, 0, 0, 0, 0],
  );
  const { rows } = await withClient(place.database.superuser, (client) =>
    client.query<{ fields: number; allocations: number; pi: string }>(
      `SELECT (SELECT count(*)::int FROM fritz.instrument_fields) AS fields,
        (SELECT count(*)::int FROM fritz.allocation_credentials) AS allocations`,
    ),
  );
  assert.deepEqual({ ...rows[0] }, { fields: 2, allocations: 1 });
});

test('a file that is none is one line', async () => {
  const bad = async (path: string) => {
    const { code, stderr } = await runHere(['load', path], place.env);
    assert.equal(code, 1);
    return stderr;
  };
  assert.match(await bad(join(folder, 'nothing.yaml')), /^fritz: .*it is not there\.\n$/);
  assert.match(await bad(file('broken.yaml', 'a: [')), /^fritz: .*is no YAML.*\n$/);
  assert.match(await bad(file('list.yaml', '- a: 1')), /^fritz: .*name its endpoint.*\n$/);
  assert.match(await bad(file('flat.yaml', 'telescope: 1')), /^fritz: .*no list of objects.*\n$/);
});

test('the telescopes and instruments of a real marshal', { skip: withoutReal }, async () => {
  const files = ['telescopes.yaml', 'instruments.yaml'].map((name) => join(real, name));
  const { endpoints, failures } = await load(files, 2);
  // Their latitude and longitude are swapped: that of Xinglong is 117.964. What is on them fails, too.
  assert.deepEqual(
    failures.map(({ endpoint, name }) => `${endpoint} ${name}`),
    [
      'telescope Xinglong 2.16m',
      'telescope PAN-STARRS 1.8m',
      'instrument PS1',
      'instrument LAMOST',
    ],
  );
  const [telescopes, instruments] = endpoints;
  assert.ok((telescopes?.made ?? 0) > 60, JSON.stringify(endpoints));
  assert.ok((instruments?.made ?? 0) > 70, JSON.stringify(endpoints));
  const again = await load(files, 2);
  assert.deepEqual(
    again.endpoints.map(({ made }) => made),
    [0, 0],
  );
});

/** To a server elsewhere, without a database here. */
async function loadThere(files: readonly string[], wantedCode = 0): Promise<Report> {
  const to = ['--server', `${await marshal.url()}/`, '--token', marshal.token('root')];
  const { code, stdout, stderr } = await runHere(['load', ...files, ...to, '--json'], {});
  assert.equal(code, wantedCode, stdout + stderr);
  return JSON.parse(stdout);
}

const made = ({ endpoints }: Report) =>
  endpoints.map(({ endpoint, made: now, known, failed }) => [endpoint, now, known, failed]);

test('another server is loaded with a token of somebody there, once', async () => {
  const text = seed
    .replace('Program A', 'Program Z')
    .replace('Sixty', 'Seventy')
    .replace('Wide', 'Z');
  const path = file('there.yaml', text);
  await loadThere([path], 2);
  assert.deepEqual(
    made(await loadThere([path], 2)).map(([, now]) => now),
    [0, 0, 0, 0, 0, 0],
  );
  const bad = async (...more: string[]) => (await runHere(['load', path, ...more], {})).stderr;
  const server = await marshal.url();
  assert.match(await bad('--server', server), /^fritz: --server needs a --token/);
  assert.match(await bad('--server', server, '--token', 'x'), /^fritz: .*token/);
  const nobody = 'http://127.0.0.1:9';
  assert.match(await bad('--server', nobody, '--token', 'x'), /^fritz: .*cannot be reached\.$/m);
});

test('one taxonomy in a file of its own; a new version of it is another one', async () => {
  const hierarchy = '{class: Thing, subclasses: [{class: Star}]}';
  const path = file('taxonomy_one.yaml', `name: One\nversion: '1'\nhierarchy: ${hierarchy}\n`);
  const second = file('taxonomy_two.yaml', `name: One\nversion: '2'\nhierarchy: ${hierarchy}\n`);
  assert.deepEqual(made(await loadThere([path])), [['taxonomy', 1, 0, 0]]);
  assert.deepEqual(made(await loadThere([path])), [['taxonomy', 0, 1, 0]]);
  assert.deepEqual(made(await loadThere([second])), [['taxonomy', 1, 0, 0]]);
});

test('what a real marshal has, to a server elsewhere, twice', { skip: withoutReal }, async () => {
  const names = [
    ...[
      'rcf',
      'red_transients',
      'clu',
      'fast_transients',
      'superluminous_sne',
      'em_gw',
      'short_grb',
    ],
    ...['infant_sne', 'young_sne_ia', 'xray_counterparts', 'outbursting_stars'],
    ...['program_A', 'program_B'],
  ];
  const groups = names.map((name) => `  - {name: ${name}, group_admins: [], =id: ${name}}`);
  const files = [
    file('groups.yaml', `groups:\n${groups.join('\n')}\n`),
    ...['taxonomy_fritz.yaml', 'variable_taxonomy.yaml', 'telescopes.yaml', 'instruments.yaml'].map(
      (name) => join(real, name),
    ),
  ];
  const first = made(await loadThere(files, 2));
  assert.deepEqual(first.slice(0, 3), [
    ['groups', names.length, 0, 0],
    ['taxonomy', 2, 0, 0],
    ['taxonomy', 1, 0, 0],
  ]);
  const again = made(await loadThere(files, 2));
  assert.deepEqual(
    again.map(([, now]) => now),
    [0, 0, 0, 0, 0],
  );
  assert.deepEqual(
    again.slice(0, 3).map(([, , known]) => known),
    [names.length, 2, 1],
  );
});
