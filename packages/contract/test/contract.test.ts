import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import {
  acls,
  compileCheck,
  errorCodes,
  openApiDocument,
  parseExact,
  type RouteContract,
  roles,
  routes,
  stringifyExact,
  Type,
} from '@fritz/contract';

const root = new URL('../../../', import.meta.url);
const named: [string, RouteContract][] = Object.entries(routes);

test('every error code is in the docs with its status, and no other', () => {
  const text = readFileSync(new URL('docs/reference/errors.md', root), 'utf8');
  const documented = [...text.matchAll(/^\| `(\w+)` \| (\d{3}) \|/gm)];
  const found = documented.map(([, code, status]) => `${code} ${status}`);
  const known = Object.entries(errorCodes).map(([code, { status }]) => `${code} ${status}`);
  assert.deepEqual(found.toSorted(), known.toSorted());
});

test('permissions and roles are those of the archive', () => {
  const sql = readFileSync(new URL('packages/archive/migrations/0001_people.up.sql', root), 'utf8');
  const insert = (table: string) =>
    [
      ...(
        sql.match(new RegExp(`INSERT INTO ${table} \\(id\\) VALUES([^;]*);`))?.[1] ?? ''
      ).matchAll(/'([^']+)'/g),
    ].map(([, name]) => name);
  assert.deepEqual(insert('acls'), [...acls]);
  assert.deepEqual(insert('roles'), [...roles]);
});

test('no two routes share an address, and parameters are declared', () => {
  const addresses = named.map(([, { method, path }]) => `${method} ${path}`);
  assert.equal(new Set(addresses).size, addresses.length);
  for (const [name, { path, params }] of named) {
    const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, param]) => param);
    assert.deepEqual(inPath, Object.keys(params.properties), name);
  }
});

test('examples are as their schemas say', () => {
  for (const [name, { body, response, examples }] of named) {
    // As it is on the wire: a short 64-bit id is a plain number there.
    const onWire = (value: unknown) => parseExact(stringifyExact(value));
    if (examples?.body !== undefined && body !== undefined) {
      assert.deepEqual(compileCheck(body).problems(onWire(examples.body)), [], `${name} body`);
    }
    if (examples?.response !== undefined) {
      const problems = compileCheck(response).problems(onWire(examples.response));
      assert.deepEqual(problems, [], `${name} response`);
    }
  }
});

test('what is ignored is not also understood', () => {
  for (const [name, { query, body, ignored }] of named) {
    const bodyFields = body && 'properties' in body ? Object.keys(Object(body.properties)) : [];
    for (const field of ignored?.query ?? []) assert.ok(!(field in query.properties), name);
    for (const field of ignored?.body ?? []) assert.ok(!bodyFields.includes(field), name);
  }
});

test('the committed OpenAPI document is what the contract says', () => {
  const file = readFileSync(new URL('../generated/openapi.json', import.meta.url), 'utf8');
  const { version } = JSON.parse(readFileSync(new URL('package.json', root), 'utf8'));
  const now = stringifyExact(openApiDocument(routes, version));
  assert.deepEqual(parseExact(file), parseExact(now), 'run: node scripts/openapi.ts');
});

test('operations of the OpenAPI document answer, and name what they refuse', () => {
  const document = openApiDocument(routes, '0');
  const paths = document.paths as Record<string, Record<string, { responses: object }>>;
  assert.equal(Object.values(paths).flatMap((path) => Object.keys(path)).length, named.length);
  const list = paths['/api/candidates']?.get;
  assert.deepEqual(Object.keys(list?.responses ?? {}), ['200', '401', '422', '500', 'default']);
});

test('a check names the place and what is wrong there', () => {
  const check = compileCheck(routes.createStream.body ?? routes.createStream.response);
  const problems = check.problems({
    name: 'x',
    altdata: { collection: 'PTF', selector: [] },
    z: 1,
  });
  const places = problems.map(({ place, message }) => `${place}: ${message}`).toSorted();
  assert.deepEqual(places, [
    'altdata.collection: must match pattern "^[A-Z]+_alerts$"',
    'altdata.selector: must not have fewer than 1 items',
    'z: is not known here',
  ]);
});

test('texts of digits are read where a schema wants row ids, and nowhere else', () => {
  const [account, invitation] = [routes.createUser.body, routes.createInvitation.body];
  assert.ok(account && invitation);
  const check = compileCheck(account);
  const given = {
    username: '12',
    groupIDsAndAdmin: [
      ['3', true],
      [4, 'true'],
    ],
    streamIDs: [' 5 ', '6.0', null],
  };
  const before = structuredClone(given);
  assert.deepEqual(check.readIds(given), {
    username: '12',
    groupIDsAndAdmin: [
      [3, true],
      [4, 'true'],
    ],
    streamIDs: [5, '6.0', null],
  });
  assert.deepEqual(given, before, 'what was given stays as it was');
  for (const odd of [null, 'x', 3, [], [{ streamIDs: ['1'] }]]) {
    assert.deepEqual(check.readIds(odd), odd);
  }
  const unnamed = { userEmail: 'a@b.org', groupIDs: '1', streamIDs: '' };
  assert.deepEqual(compileCheck(invitation).readIds(unnamed), unnamed);
  const named = compileCheck(invitation).readIds({ streamIDs: ['1', '2'] });
  assert.deepEqual(named, { streamIDs: [1, 2] });
});

test('an integer that is too long for its place, or is none, is told the range', () => {
  const check = compileCheck(
    Type.Object({
      ids: Type.Optional(
        Type.Union([Type.Array(Type.Integer({ minimum: 1, maximum: 5 })), Type.Null()]),
      ),
      long: Type.Optional(Type.Unsafe<bigint>({ type: 'integer', format: 'int64' })),
      any: Type.Optional(Type.Integer()),
      from: Type.Optional(Type.Integer({ minimum: 1 })),
    }),
  );
  const told = (value: object) => check.problems(value).map(({ message }) => message)[0];
  assert.equal(told({ ids: [10n ** 40n] }), 'must be an integer from 1 to 5');
  const range = 'from -9223372036854775808 to 9223372036854775807';
  assert.equal(told({ long: 2n ** 63n }), `must be an integer ${range}`);
  assert.equal(told({ any: 1.5 }), 'must be integer');
  assert.equal(told({ from: 'x' }), 'must be an integer from 1');
});

test('text that is no whole number stays text, and the schema refuses it', () => {
  const check = compileCheck(routes.getUser.params);
  for (const id of ['1.5', 'true', '', ' ', 'x', '1x']) {
    const given = { id };
    const converted = check.convert(given);
    assert.deepEqual([converted, given, check.test(converted)], [{ id }, { id }, false], id);
  }
  for (const id of ['7', ' 7 ', '7.0']) assert.deepEqual(check.convert({ id }), { id: 7 });
});

test('a time that is none is told what one looks like', () => {
  const query = compileCheck(routes.listCandidates.query);
  assert.deepEqual(query.problems({ startDate: 'yesterday' }), [
    {
      place: 'startDate',
      message: 'must be a date or a time, such as 2026-11-22 or 2026-11-22T03:14:15',
    },
  ]);
});
