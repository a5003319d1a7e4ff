import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { withClient } from '@fritz/archive';
import { type CliDatabase, cliDatabase } from './cli-database.ts';
import { runHere } from './run-here.ts';

const shared =
  process.env.FRITZ_SHARED ?? fileURLToPath(new URL('../../../../shared', import.meta.url));
const real = join(shared, 'data/marshal');
const withoutReal = existsSync(join(real, 'telescopes.yaml'))
  ? false
  : `no telescopes at ${real} (FRITZ_SHARED names them)`;

let place: CliDatabase;
let folder: string;
before(async () => {
  place = await cliDatabase();
  folder = mkdtempSync(join(tmpdir(), 'fritz-load-'));
});
after(async () => {
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
