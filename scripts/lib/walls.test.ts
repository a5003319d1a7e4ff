import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { checkWalls, listImports } from './walls.ts';

function manifest(name: string, dependencies: string[] = []): string {
  const entries = dependencies.map((dependency) => [dependency, '0.1.0']);
  return JSON.stringify({
    name: `@fritz/${name}`,
    exports: { '.': './src/index.ts' },
    dependencies: Object.fromEntries(entries),
  });
}

function references(...names: string[]): string {
  return JSON.stringify({ references: names.map((name) => ({ path: `../${name}` })) });
}

/** A checkout of two packages that keep the walls, with other files laid over it. */
function checkout(t: TestContext, files: Record<string, string>): string {
  const root = mkdtempSync(join(tmpdir(), 'fritz-walls-'));
  t.after(() => rmSync(root, { recursive: true, force: true }));
  const all = {
    'package.json': '{"devDependencies":{"fast-check":"1"}}',
    'packages/sky/package.json': manifest('sky'),
    'packages/sky/tsconfig.json': references(),
    'packages/sky/src/index.ts': "export { angle } from './angle.ts';",
    'packages/mql/package.json': manifest('mql', ['@fritz/sky', 'kysely']),
    'packages/mql/tsconfig.json': references('sky'),
    'packages/mql/src/index.ts': "import { angle } from '@fritz/sky';\nimport fs from 'node:fs';",
    'packages/mql/test/mql.test.ts':
      "import fc from 'fast-check';\nimport { testDatabase } from '@fritz/testing';",
    ...files,
  };
  for (const [path, text] of Object.entries(all)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}

test('a checkout that keeps the walls has no breach', (t) => {
  assert.deepEqual(checkWalls(checkout(t, {})), []);
});

const breaches: [string, Record<string, string>, RegExp][] = [
  ['an upward import', { 'packages/sky/src/a.ts': "import '@fritz/mql';" }, /a\.ts:1: sky may not/],
  [
    'an upward dependency',
    { 'packages/sky/package.json': manifest('sky', ['@fritz/mql']) },
    /sky may not depend on mql/,
  ],
  [
    'a dependency without reference',
    { 'packages/mql/tsconfig.json': references() },
    /mql\/tsconfig\.json: no reference to sky/,
  ],
  [
    'a reference without dependency',
    { 'packages/sky/tsconfig.json': references('formats') },
    /references formats, which package\.json does not name/,
  ],
  [
    'a deep import',
    { 'packages/mql/src/a.ts': "\nimport { x } from '@fritz/sky/src/angle.ts';" },
    /a\.ts:2: .* reaches inside @fritz\/sky/,
  ],
  [
    'a relative import that leaves the package',
    { 'packages/mql/src/a.ts': "export type { x } from '../../sky/src/angle.ts';" },
    /leaves packages\/mql/,
  ],
  [
    'a deep import of a script',
    // Written in two parts, since the check reads this file too.
    { 'scripts/a.ts': `const a = await ${'import'}('@fritz/sky/src/x.ts');` },
    /scripts\/a\.ts:1/,
  ],
  ['testing outside tests', { 'packages/mql/src/a.ts': "import '@fritz/testing';" }, /tests alone/],
  [
    'an undeclared package',
    { 'packages/mql/src/a.ts': "import {\n  pg,\n} from 'pg/lib';" },
    /a\.ts:3: pg is not in/,
  ],
  [
    'a package only tests may use',
    { 'packages/mql/src/a.ts': "import fc from 'fast-check';" },
    /fast-check is not in/,
  ],
  ['export *', { 'packages/sky/src/a.ts': "\nexport * from './b.ts';" }, /a\.ts:2: export \*/],
  ['a long file', { 'packages/sky/src/a.ts': 'let a;\n'.repeat(501) }, /a\.ts: 501 lines/],
  ['an unknown package', { 'packages/utils/package.json': manifest('utils') }, /no place for/],
];

for (const [name, files, expected] of breaches) {
  test(`${name} is a breach`, (t) => {
    const found = checkWalls(checkout(t, files));
    assert.equal(found.length, 1, found.join('\n'));
    assert.match(found[0] ?? '', expected);
  });
}

test('a long file that says why is none, nor is a generated one', (t) => {
  const root = checkout(t, {
    'packages/sky/src/a.ts': `// A table of constants, kept whole.\n${'let a;\n'.repeat(600)}`,
    'packages/sky/src/generated/b.ts': 'let a;\n'.repeat(600),
  });
  assert.deepEqual(checkWalls(root), []);
});

test('imports are found in every form, and not in comments', () => {
  const text = `// import 'a';
/* import 'b'; */
import 'c';
import d, { type e } from "d";
export { f } from 'f';
const g = await import('g');
export function from() { return 'h'; }
type I = import('i').I;`;
  assert.deepEqual(
    listImports(text).map((found) => `${found.specifier}${found.line}`),
    ['c3', 'd4', 'f5', 'g6', 'i8'],
  );
});

test('a function or a method of more than 70 lines is told, wherever its parameters end', (t) => {
  const body = (indentation: string, lines: number) =>
    Array.from({ length: lines }, () => `${indentation}  work();`).join('\n');
  const text = [
    `function short() {\n${body('', 68)}\n}`,
    `export async function long(\n  one: string,\n): Promise<void> {\n${body('', 68)}\n}`,
    `class Room {\n  private async clean(): Promise<void> {\n${body('  ', 69)}\n  }\n}`,
  ].join('\n');
  const call = `work({\n${body('', 80)}\n});\nif (isDone) {\n}`;
  const files = { 'packages/sky/src/long.ts': text, 'packages/sky/src/call.ts': call };
  const breaches = checkWalls(checkout(t, files));
  assert.deepEqual(breaches, [
    'packages/sky/src/long.ts:71: a function of 72 lines; split it.',
    'packages/sky/src/long.ts:144: a function of 71 lines; split it.',
  ]);
  assert.deepEqual(checkWalls(checkout(t, { 'packages/sky/test/long.test.ts': text })), []);
});
