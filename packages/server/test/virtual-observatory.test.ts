import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { withClient } from '@fritz/archive';
import { type Cell, openFitsTable, openVotable } from '@fritz/formats';
import { angToPix } from '@fritz/sky';
import { createAlert, createCatalog } from '@fritz/testing';
import { readUploads } from '../src/vo/uploads.ts';
import { arrangeWorld, type Harness, startHarness, type World } from './harness.ts';

// TAP, its jobs and cone searches as clients of the Virtual Observatory use them, and the clients themselves.

let harness: Harness;
let world: World;
let home: string;
before(async () => {
  harness = await startHarness();
  world = await harness.arrange(arrangeWorld);
  await harness.arrange(async (client) => {
    // Two at one place, of the public programme and of the partnership's; one that nobody here sees.
    for (const programId of [1, 2, 3]) {
      const [ra, dec] = [10.0001, 20];
      const columns = { ra, dec, hpx: angToPix(29, ra, dec), drb: 0.75 };
      await createAlert(client, { objectId: `ZTF26vo${programId}`, programId, columns });
    }
  });
  await withClient(harness.database.owner, (client) =>
    createCatalog(client, {
      name: '2Stars',
      columns: { id: 'int8', ra: 'float8', dec: 'float8', mag: 'float4', name: 'text', ok: 'bool' },
      rows: [
        [9_007_199_254_740_993n, 10, 20, 15.1, 'Ål, "pha"', true],
        [2n, 10.5, 20, null, null, null],
      ],
    }),
  );
  home = await harness.server.listen({ host: '127.0.0.1', port: 0 });
});
after(() => harness.close());

interface Asked {
  readonly token?: string | null;
  readonly headers?: Record<string, string>;
}

function send(path: string, form: Record<string, string> | null, asked: Asked = {}) {
  const { token = null, headers = {} } = asked;
  return harness.server.inject({
    method: form === null ? 'GET' : 'POST',
    url: path,
    headers: {
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
      ...(form === null ? {} : { 'content-type': 'application/x-www-form-urlencoded' }),
      ...headers,
    },
    ...(form === null ? {} : { payload: new URLSearchParams(form).toString() }),
  });
}

const sync = (query: string, format = 'csv', asked: Asked = {}) =>
  send('/tap/sync', { LANG: 'ADQL', QUERY: query, RESPONSEFORMAT: format }, asked);

const NEAR = '1 = CONTAINS(POINT(ra, dec), CIRCLE(10, 20, 0.01))';
const ALERTS = `SELECT object_id FROM ztf.alerts WHERE ${NEAR} ORDER BY 1`;

test('each sees what he may see, by every way that a token comes', async () => {
  const [one, two] = ['object_id\r\nZTF26vo1\r\n', 'object_id\r\nZTF26vo1\r\nZTF26vo2\r\n'];
  assert.equal((await sync(ALERTS)).body, one);
  const { token } = world.member;
  const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`;
  const ways: readonly Record<string, string>[] = [
    { authorization: `Bearer ${token}` },
    { authorization: `token ${token}` },
    { authorization: basic(`me:${token}`) },
    { authorization: basic(`${token}:`) },
    { token },
  ];
  for (const headers of ways) {
    assert.equal((await sync(ALERTS, 'csv', { headers })).body, two, JSON.stringify(headers));
  }
  // What is public is everyone's, also of whoever has another programme.
  const stranger = await sync(ALERTS, 'csv', { token: world.stranger.token });
  assert.equal(stranger.body, 'object_id\r\nZTF26vo1\r\nZTF26vo3\r\n');
  const sources = 'SELECT obj_id FROM marshal.sources';
  assert.equal((await sync(sources)).body, 'obj_id\r\n');
  assert.equal((await sync(sources, 'csv', { token })).body, `obj_id\r\n${world.objId}\r\n`);
  assert.equal((await sync(sources, 'csv', { token: world.stranger.token })).body, 'obj_id\r\n');
  const wrong = await sync(ALERTS, 'csv', { token: '00000000-0000-4000-8000-000000000000' });
  assert.equal(wrong.statusCode, 401);
  assert.match(String(wrong.headers['www-authenticate']), /^Basic realm=/);
});

test('who wants to be asked for his token is, at an address of its own', async () => {
  const closed = await send(
    `/vo/private/tap/sync?LANG=ADQL&QUERY=${encodeURIComponent(ALERTS)}`,
    null,
  );
  assert.equal(closed.statusCode, 401);
  assert.match(String(closed.headers['www-authenticate']), /^Basic realm=/);
  const cone = await send('/vo/private/scs/2Stars?RA=1&DEC=1&SR=1', null);
  assert.equal(cone.statusCode, 401);
  assert.match(
    (await send('/vo/private/tap/capabilities', null)).body,
    /\/vo\/private\/tap<\/accessURL>/,
  );
});

const STARS =
  'SELECT cat_id, mag, name, ok, POINT(cat_ra, cat_dec) AS p FROM catalogs."2Stars" ORDER BY 2';
const ROWS: readonly (readonly Cell[])[] = [
  [9_007_199_254_740_993n, Math.fround(15.1), 'Ål, "pha"', true],
  [2n, null, null, null],
];

async function* once(bytes: Uint8Array) {
  yield bytes;
}

async function rowsOf(batches: AsyncIterable<{ rows: readonly (readonly Cell[])[] }>) {
  const rows: (readonly Cell[])[] = [];
  for await (const batch of batches) rows.push(...batch.rows.map((row) => row.slice(0, 4)));
  return rows;
}

test('every format has the same rows, exactly', async () => {
  for (const format of [
    'votable',
    'votable/td',
    'application/x-votable+xml;serialization=binary2',
  ]) {
    const { rawPayload } = await sync(STARS, format);
    assert.deepEqual(await rowsOf((await openVotable(once(rawPayload))).batches()), ROWS, format);
  }
  const fits = await openFitsTable(once((await sync(STARS, 'fits')).rawPayload));
  assert.deepEqual(await rowsOf(fits.batches()), ROWS);
  const bytes = new Uint8Array((await sync(STARS, 'parquet')).rawPayload);
  assert.equal(Buffer.from(bytes.subarray(0, 4)).toString(), 'PAR1');
  assert.equal(
    (await sync(STARS)).body.split('\r\n')[1],
    '9007199254740993,15.100000381469727,"Ål, ""pha""",true,10 20',
  );
  assert.match((await sync(STARS, 'tsv')).body, /^cat_id\tmag\tname\tok\tp\r\n9007199254740993\t/);
  const json = (await sync(STARS, 'json')).body;
  assert.match(json, /\[9007199254740993,15\.1[\d.]*,"Ål, \\"pha\\"",true,\[10,20\]\]/);
  assert.equal(JSON.parse(json).overflow, false);
});

test('a result that is cut says so, and one that is not does not', async () => {
  const ask = (maxrec: number) =>
    send('/tap/sync', {
      LANG: 'ADQL',
      QUERY: 'SELECT cat_id FROM catalogs."2Stars"',
      MAXREC: String(maxrec),
      RESPONSEFORMAT: 'votable/td',
    });
  assert.match((await ask(1)).body, /<\/TABLE>\n<INFO name="QUERY_STATUS" value="OVERFLOW"\/>/);
  assert.doesNotMatch((await ask(2)).body, /OVERFLOW/);
  assert.match((await ask(0)).body, /<TABLEDATA>\n<\/TABLEDATA>[\s\S]*OVERFLOW/);
});

test('what is wrong is told in a VOTable, with its status and place', async () => {
  const wrong: readonly (readonly [Record<string, string>, number, RegExp])[] = [
    [{ LANG: 'ADQL' }, 400, /QUERY is missing/],
    [{ LANG: 'SQL', QUERY: 'SELECT 1' }, 400, /LANG: SQL is not spoken/],
    [{ REQUEST: 'x', QUERY: 'SELECT 1' }, 400, /REQUEST: x is not known/],
    [{ QUERY: 'SELECT\n  x FROM ztf.alerts' }, 400, /line 2, column 3: there is no column x/],
    [{ QUERY: 'SELECT 1/0 FROM tap_schema.schemas' }, 400, /divided by zero/],
    [{ QUERY: ALERTS, RESPONSEFORMAT: 'xls' }, 415, /xls is not written/],
    [{ QUERY: ALERTS, MAXREC: '-1' }, 400, /MAXREC is a whole number/],
    [{ QUERY: ALERTS, UPLOAD: 'x' }, 400, /UPLOAD/],
    [{ QUERY: ALERTS, UPLOAD: 'x,param:x' }, 400, /the request has no part x/],
    [{ QUERY: ALERTS, UPLOAD: 'x,http://127.0.0.1/x' }, 400, /a job fetches tables/],
    [{ QUERY: ALERTS, UPLOAD: 'x,file:///etc/passwd' }, 400, /is param: and a part/],
    [{ QUERY: 'SELECT \'<&>\' AS "<b>", x FROM ztf.alerts' }, 400, /there is no column x/],
  ];
  for (const [form, status, message] of wrong) {
    const response = await send('/tap/sync', form);
    assert.equal(response.statusCode, status, JSON.stringify(form));
    assert.match(response.body, /<INFO name="QUERY_STATUS" value="ERROR">/);
    assert.match(response.body, message);
  }
  const inside = { LANG: 'ADQL', QUERY: ALERTS, UPLOAD: `x,${home}/tap/examples`, PHASE: 'RUN' };
  for (const [asked, message] of [
    [{ token: world.member.token }, /was not fetched/],
    [{}, /who signs in/],
  ] as const) {
    const { headers } = await send('/tap/async', inside, asked);
    const path = new URL(String(headers.location)).pathname;
    let phase = '';
    // It is told of each change.
    do phase = (await send(`${path}/phase?WAIT=20`, null, asked)).body;
    while (phase === 'QUEUED' || phase === 'EXECUTING');
    assert.equal(phase, 'ERROR');
    assert.match((await send(`${path}/error`, null, asked)).body, message);
    await send(path, { ACTION: 'DELETE' }, asked);
    assert.equal((await send(path, null, asked)).statusCode, 404);
  }
  assert.equal((await send('/tap/nothing', null)).statusCode, 404);
});

test('a query that takes too long is stopped, and told what it was to look at', async () => {
  const columns = [1, 2, 3, 4].map((i) => `tap_schema.columns AS c${i}`);
  const many = ['ztf.alerts AS a', ...columns].join(' CROSS JOIN ');
  const asked = { token: world.member.token };
  const query = { LANG: 'ADQL', QUERY: `SELECT COUNT(*) FROM ${many}` };
  const job = { ...query, EXECUTIONDURATION: '1', PHASE: 'RUN' };
  const { headers } = await send('/tap/async', job, asked);
  const path = new URL(String(headers.location)).pathname;
  let phase = '';
  do phase = (await send(`${path}/phase?WAIT=20`, null, asked)).body;
  while (phase === 'QUEUED' || phase === 'EXECUTING');
  assert.equal(phase, 'ERROR');
  const { body } = await send(`${path}/error`, null, asked);
  assert.match(body, /stopped after 1 s: ztf\.alerts has about \d+ rows, found by/);
});

test('a job goes its way, for its owner alone', async () => {
  const { token } = world.member;
  const made = await send('/tap/async', { LANG: 'ADQL', QUERY: ALERTS, FORMAT: 'csv' }, { token });
  assert.equal(made.statusCode, 303);
  const path = new URL(String(made.headers.location)).pathname;
  const text = async (part: string, asked: Asked = { token }) => {
    const { statusCode, body } = await send(`${path}${part}`, null, asked);
    return statusCode === 200 ? body : statusCode;
  };
  assert.equal(await text('/phase'), 'PENDING');
  for (const other of [{}, { token: world.stranger.token }]) {
    assert.equal(await text('/phase', other), 404);
    assert.equal(await text('/results/result', other), 404);
    assert.equal((await send(`${path}/phase`, { PHASE: 'RUN' }, other)).statusCode, 404);
    assert.doesNotMatch((await send('/tap/async', null, other)).body, /jobref/);
  }
  await send(`${path}/executionduration`, { EXECUTIONDURATION: '20' }, { token });
  assert.equal(await text('/executionduration'), '20');
  await send(`${path}/destruction`, { DESTRUCTION: '2099-01-01T00:00:00' }, { token });
  assert.ok(
    new Date(String(await text('/destruction'))).getFullYear() < 2090,
    'no longer than may be',
  );
  assert.equal(await text('/results/result'), 404);
  await send(`${path}/phase`, { PHASE: 'RUN' }, { token });
  const done = String(await text('?WAIT=30&PHASE=QUEUED')) && String(await text('?WAIT=30'));
  assert.match(done, /<uws:phase>COMPLETED<\/uws:phase>[\s\S]*xlink:href="[^"]*\/results\/result"/);
  assert.equal(await text('/results/result'), 'object_id\r\nZTF26vo1\r\nZTF26vo2\r\n');
  assert.equal(await text('/owner'), world.member.username);
  assert.match(String(await text('/parameters')), /id="QUERY">SELECT object_id/);
  const late = await send(`${path}/parameters`, { QUERY: 'SELECT 1' }, { token });
  assert.equal(late.statusCode, 403);
  assert.match((await send('/tap/async?PHASE=COMPLETED&LAST=5', null, { token })).body, /jobref/);
  const gone = await send(path, { ACTION: 'DELETE' }, { token });
  assert.equal(gone.statusCode, 303);
  assert.equal(await text('/phase'), 404);
});

test('a job that runs is ended, and one that nobody runs any more is told', async () => {
  const slow = `SELECT COUNT(*) FROM tap_schema.columns AS a, tap_schema.columns AS b, tap_schema.columns AS c, tap_schema.columns AS d WHERE a.datatype || b.datatype || c.datatype || d.datatype = 'x'`;
  const made = await send('/tap/async', { LANG: 'ADQL', QUERY: slow, PHASE: 'RUN' });
  const path = new URL(String(made.headers.location)).pathname;
  await send(`${path}/phase`, { PHASE: 'ABORT' });
  assert.equal((await send(`${path}/phase`, null)).body, 'ABORTED');
  const lost = await send('/tap/async', { LANG: 'ADQL', QUERY: ALERTS });
  const lostPath = new URL(String(lost.headers.location)).pathname;
  await harness.arrange((client) =>
    client.query(
      `UPDATE fritz.tap_jobs SET phase = 'EXECUTING', alive_at = now() - interval '2 min' WHERE id = $1`,
      [lostPath.split('/').at(-1)],
    ),
  );
  assert.equal((await send(`${lostPath}/phase`, null)).body, 'ERROR');
  assert.match(
    (await send(`${lostPath}/error`, null)).body,
    /the server stopped while this job ran/,
  );
});

/** Begins to read an answer, and hangs up. */
function hangUp(path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = get(`${home}${path}`, (response) => {
      response.once('readable', () => {
        request.destroy();
        resolve();
      });
    });
    request.on('error', reject);
  });
}

test('who hangs up, or has jobs at work, takes nobody’s place', async () => {
  const wide =
    'SELECT a.*, b.*, c.column_name AS x FROM tap_schema.columns AS a, tap_schema.columns AS b, tap_schema.columns AS c';
  const path = `/tap/sync?LANG=ADQL&RESPONSEFORMAT=csv&MAXREC=3000000&QUERY=${encodeURIComponent(wide)}`;
  await Promise.all([hangUp(path), hangUp(path), hangUp(path)]);
  assert.equal((await sync('SELECT 1 AS n FROM tap_schema.schemas')).statusCode, 200);

  const slow = `SELECT COUNT(*) FROM tap_schema.columns AS a, tap_schema.columns AS b, tap_schema.columns AS c, tap_schema.columns AS d WHERE a.datatype || b.datatype || c.datatype || d.datatype = 'x'`;
  const jobs = await Promise.all(
    Array.from({ length: 4 }, () =>
      send('/tap/async', { LANG: 'ADQL', QUERY: slow, PHASE: 'RUN' }),
    ),
  );
  assert.equal((await sync('SELECT 1 AS n FROM tap_schema.schemas')).statusCode, 200);
  for (const { headers } of jobs) {
    await send(new URL(String(headers.location)).pathname, { ACTION: 'DELETE' });
  }
});

test('others are answered while a table that is sent is read', async () => {
  const row = `<TR><TD>${'x'.repeat(990)}</TD></TR>`;
  const bytes = Buffer.from(
    `<VOTABLE><RESOURCE><TABLE><FIELD name="a" datatype="char" arraysize="*"/><DATA><TABLEDATA>${row.repeat(3000)}</TABLEDATA></DATA></TABLE></RESOURCE></VOTABLE>`,
  );
  let turns = 0;
  const count = () => {
    turns += 1;
    counting = setImmediate(count);
  };
  let counting = setImmediate(count);
  const caller = { key: null, name: 'anonymous', admit: () => {} };
  const asked = [{ table: 'mine', part: 'mine', url: null }];
  const [table] = await readUploads(null, caller, asked, [{ name: 'mine', bytes }]);
  clearImmediate(counting);
  assert.equal(table?.rows.length, 3000);
  assert.ok(turns >= 10, `${turns} turns`);
});

test('what came of a job is shown to who still sees all that it was made of', async () => {
  const { member, group, stream } = world;
  const { token } = member;
  const form = { LANG: 'ADQL', QUERY: ALERTS, FORMAT: 'csv', PHASE: 'RUN' };
  const made = await send('/tap/async', form, { token });
  const path = new URL(String(made.headers.location)).pathname;
  let phase = '';
  do phase = (await send(`${path}/phase?WAIT=20`, null, { token })).body;
  while (phase === 'QUEUED' || phase === 'EXECUTING');
  const result = () => send(`${path}/results/result`, null, { token });
  assert.match((await result()).body, /ZTF26vo2/);
  const change = (text: string, ids: readonly number[]) =>
    harness.arrange((client) => client.query(text, [...ids]));
  await change('DELETE FROM fritz.group_streams WHERE stream_id = $1', [stream.id]);
  await change('DELETE FROM fritz.stream_users WHERE user_id = $1', [member.id]);
  const hidden = await result();
  assert.equal(hidden.statusCode, 403);
  assert.match(hidden.body, /run it again/);
  const again = 'INSERT INTO fritz.stream_users (stream_id, user_id) VALUES ($1, $2)';
  await change(again, [stream.id, member.id]);
  await change('INSERT INTO fritz.group_streams (group_id, stream_id) VALUES ($1, $2)', [
    ...[group.id, stream.id],
  ]);
  assert.match((await result()).body, /ZTF26vo2/);
});

test('nobody fills the disk with results', async () => {
  const { token } = world.member;
  const form = { LANG: 'ADQL', QUERY: ALERTS, FORMAT: 'csv', PHASE: 'RUN' };
  for (const asked of [{}, { token }]) {
    const made = await send('/tap/async', form, asked);
    const path = new URL(String(made.headers.location)).pathname;
    await send(`${path}?WAIT=20&PHASE=QUEUED`, null, asked);
    await send(`${path}?WAIT=20`, null, asked);
    const values = [path.split('/').at(-1)];
    const { rows } = await harness.arrange((client) =>
      client.query('SELECT bytes FROM fritz.tap_jobs WHERE id = $1', values),
    );
    const { body } = await send(`${path}/results/result`, null, asked);
    assert.deepEqual(rows, [{ bytes: BigInt(Buffer.byteLength(body)) }]);
    await harness.arrange((client) =>
      client.query('UPDATE fritz.tap_jobs SET bytes = 20000000000 WHERE id = $1', values),
    );
    const refused = await send('/tap/async', form, asked);
    assert.equal(refused.statusCode, 503);
    assert.match(refused.body, /delete some/);
    await send(path, { ACTION: 'DELETE' }, asked);
    assert.equal(
      (await send('/tap/async', { LANG: 'ADQL', QUERY: ALERTS }, asked)).statusCode,
      303,
    );
  }
});

test('a cone search answers as its standard has it', async () => {
  const cone = (query: string, asked?: Asked) => send(`/vo/scs/${query}`, null, asked);
  const found = await cone('2Stars?RA=10&DEC=20&SR=0.1&VERB=1');
  for (const ucd of ['ID_MAIN', 'POS_EQ_RA_MAIN', 'POS_EQ_DEC_MAIN']) {
    assert.equal(found.body.split(`ucd="${ucd}"`).length, 2, ucd);
  }
  assert.match(found.body, /<TR><TD>9007199254740993<\/TD><TD>10<\/TD><TD>20<\/TD><\/TR>/);
  assert.doesNotMatch(found.body, /10\.5/);
  assert.match((await cone('catalogs.2stars?RA=10&DEC=20&SR=0.1&VERB=3')).body, /name="mag"/);
  assert.doesNotMatch((await cone('2Stars?RA=100&DEC=20&SR=0')).body, /<TR>|ERROR|OVERFLOW/);
  const { token } = world.member;
  assert.doesNotMatch((await cone('ztf.alerts?RA=10&DEC=20&SR=0.1')).body, /ZTF26vo2/);
  assert.match((await cone('ztf.alerts?RA=10&DEC=20&SR=0.1', { token })).body, /ZTF26vo2/);
  for (const query of [
    'RA=10&DEC=20',
    'RA=x&DEC=20&SR=1',
    'RA=10&DEC=95&SR=1',
    'RA=10&DEC=5&SR=1&VERB=9',
  ]) {
    const { statusCode, body } = await cone(`2Stars?${query}`);
    assert.equal(statusCode, 200);
    assert.match(body, /<INFO ID="Error" name="Error" value="[\s\S]*value="ERROR">/, query);
  }
  assert.equal((await cone('nothing?RA=1&DEC=1&SR=1')).statusCode, 404);
});

/** Runs a program beside this process, which answers it; what it wrote. */
function run(
  command: string,
  args: readonly string[],
): Promise<{ code: number | null; text: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    let text = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (piece: Buffer) => {
        text += piece.toString();
      });
    }
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, text }));
  });
}

const hasStilts = spawnSync('stilts', ['-version']).status === 0;
const withoutStilts = hasStilts ? false : 'no stilts';

test('taplint finds no error', { skip: withoutStilts }, async () => {
  const stages = 'TMV TME TMS TMC CPV CAP AVV QGE QPO QAS UWS MDQ UPL EXA';
  const args = ['taplint', `tapurl=${home}/tap`, `stages=${stages}`, 'maxrepeat=4', 'report=EF'];
  const { text } = await run('stilts', [...args, 'maxtable=8']);
  assert.doesNotMatch(text, /^[EF]-/m, text);
  assert.match(text, /Totals: Errors: 0;.*Failures: 0/, text);
});

test('stilts queries and matches', { skip: withoutStilts }, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'fritz-vo-'));
  try {
    const [mine, out] = [join(folder, 'mine.csv'), join(folder, 'out.csv')];
    writeFileSync(mine, 'ra,dec,name\n10.0001,20,a\n99,-45,b\n');
    const match = ['coneskymatch', `in=${mine}`, 'ifmt=csv', 'ra=ra', 'dec=dec', 'sr=0.001'];
    const service = `serviceurl=${home}/vo/scs/ztf.alerts`;
    const matched = await run('stilts', [...match, service, `out=${out}`, 'ofmt=csv']);
    assert.equal(matched.code, 0, matched.text);
    assert.equal(readFileSync(out, 'utf8').match(/ZTF26vo1/g)?.length, 1);
    const upload = ['nupload=1', `upload1=${mine}`, 'upname1=mine', 'ufmt1=csv', 'sync=false'];
    const adql = `adql=SELECT m.name, a.object_id FROM tap_upload.mine AS m JOIN ztf.alerts AS a ON 1=CONTAINS(POINT('', a.ra, a.dec), CIRCLE('', m.ra, m.dec, 0.001))`;
    const asked = await run('stilts', [
      'tapquery',
      `tapurl=${home}/tap`,
      adql,
      ...upload,
      'ofmt=csv',
    ]);
    const user = ['-Dstar.basicauth.user=me', `-Dstar.basicauth.password=${world.member.token}`];
    const own = ['tapquery', `tapurl=${home}/vo/private/tap`, 'ofmt=csv', 'sync=true'];
    const mineAlone = 'adql=SELECT obj_id FROM marshal.sources';
    const seen = await run('stilts', [...user, ...own, mineAlone]);
    assert.ok(seen.text.endsWith(`obj_id\n${world.objId}\n`), seen.text);
    assert.ok(asked.text.endsWith('\nname,object_id\na,ZTF26vo1\n'), asked.text);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

const python = process.env.PYVO_PYTHON ?? 'python3';
const hasPyvo = spawnSync(python, ['-c', 'import pyvo']).status === 0;

test('pyvo works as it is', { skip: hasPyvo ? false : 'no pyvo' }, async () => {
  const script = fileURLToPath(new URL('virtual-observatory/services.py', import.meta.url));
  const { code, text } = await run(python, [script, home, world.member.token]);
  assert.equal(code, 0, text);
});
