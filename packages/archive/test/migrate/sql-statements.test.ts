import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { splitStatements } from '../../src/migrate/sql-statements.ts';

function texts(sql: string): string[] {
  return splitStatements(sql).map((statement) => statement.text);
}

test('statements end at semicolons that nothing quotes', () => {
  const body =
    "CREATE FUNCTION f() RETURNS text LANGUAGE sql AS $body$ SELECT ';' || $$;$$; $body$";
  const pieces = [
    "INSERT INTO t VALUES ('a;b', 'it''s;', E'\\';')",
    'CREATE TABLE "semi;colon" (n int)',
    'SELECT 1 /* ; /* nested ; */ still ; */ + 1',
    body,
    'CREATE FUNCTION g() RETURNS int BEGIN ATOMIC SELECT 1; SELECT 2; END',
    'DO $$ BEGIN PERFORM 1; END $$',
    'SELECT $1 -- a comment; with a semicolon\n + 1',
  ];
  assert.deepEqual(texts(pieces.join(';\n')), pieces);
  assert.deepEqual(texts(`${pieces.join(' ; ')};`), pieces);
});

test('lines are those of the first word', () => {
  const sql = '-- heading\n\nSELECT 1;\n-- note\nSELECT\n2;\n  SELECT 3';
  assert.deepEqual(splitStatements(sql), [
    { text: 'SELECT 1', line: 3 },
    { text: 'SELECT\n2', line: 5 },
    { text: 'SELECT 3', line: 7 },
  ]);
});

test('nothing but comments and blanks is no statement', () => {
  assert.deepEqual(texts('-- fritz: no-transaction\n\n;;  -- end'), []);
});

test('quoted texts of any content stay whole', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'grapheme-ascii' }), { minLength: 1 }), (values) => {
      const statements = values.map((value) => `SELECT '${value.replaceAll("'", "''")}'`);
      assert.deepEqual(texts(statements.join(';')), statements);
    }),
  );
});
