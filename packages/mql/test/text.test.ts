import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decodeExtendedJson } from '../src/extended-json.ts';
import { MaxKey, MinKey, MqlError, ObjectId, Regex } from '../src/index.ts';
import { parseText } from '../src/parse-text.ts';

function read(text: string): unknown {
  return decodeExtendedJson(parseText(text));
}

const OID = '5ab9c3da31c2ab715d421285';

test('what the Mongo shell and Python write is understood', () => {
  const cases: readonly (readonly [string, unknown])[] = [
    ["{'a': True, 'b': False, 'c': None}", { a: true, b: false, c: null }],
    ['{a: 1, $b: [1, 2,], }', { a: 1, $b: [1, 2] }],
    ['// one\n[1, /* two */ 2 # three\n]', [1, 2]],
    ['ISODate("2020-03-17T00:00:00Z")', new Date('2020-03-17T00:00:00Z')],
    ["new Date('2020-03-17')", new Date('2020-03-17T00:00:00Z')],
    ['new Date(1584403200000)', new Date('2020-03-17T00:00:00Z')],
    ['datetime.datetime(2020, 3, 17, 12)', new Date('2020-03-17T12:00:00Z')],
    ['NumberLong("1127561445515015011")', 1127561445515015011n],
    ['NumberLong(5)', 5n],
    ['Int64(1127561445515015011)', 1127561445515015011n],
    ['NumberInt(5)', 5],
    ['NumberDecimal("0.5")', 0.5],
    ['Double("1e3")', 1000],
    ["float('inf')", Number.POSITIVE_INFINITY],
    [`ObjectId("${OID}")`, new ObjectId(OID)],
    ['/^ZTF\\d+[/]$/i', new Regex('^ZTF\\d+[/]$', 'i')],
    ["re.compile(r'^\\d', re.I)", new Regex('^\\d', 'i')],
    ['RegExp("a/b")', new Regex('a/b', '')],
    ['[MinKey(), MaxKey()]', [new MinKey(), new MaxKey()]],
    ['("a", "b")', ['a', 'b']],
    ['(1,)', [1]],
    ['(1)', 1],
    ['"a" \'b\'', 'ab'],
    ["u'é' ", 'é'],
    ['[-1.5e3, +2, .5, 1127561445515015011, 0]', [-1500, 2, 0.5, 1127561445515015011n, 0]],
    ['pipeline = [1];', [1]],
    ['const p = [1]', [1]],
    ['db.ZTF_alerts.aggregate([1], {allowDiskUse: true});', [1]],
    ['db.getCollection("ZTF_alerts").aggregate([1])', [1]],
  ];
  for (const [text, expected] of cases) assert.deepEqual(read(text), expected, text);
});

test('what is not understood is an error with its place', () => {
  const wrong: readonly (readonly [string, RegExp])[] = [
    ['[ISODate()]', /'ISODate\(…\)' has arguments that are not understood at line 1, column 2/],
    ['[\nTimestamp(1, 2)]', /'Timestamp\(…\)' is not understood here at line 2, column 1/],
    ['[x]', /'x' is not a value/],
    ['[/a]', /the regular expression does not end/],
    ['[1', /expected ',' or '\]'/],
    ['{a 1}', /expected ':'/],
    ['[1] 2', /expected the end of the text/],
    ['ObjectId("xyz")', /'ObjectId\(…\)' has arguments/],
  ];
  for (const [text, message] of wrong) {
    assert.throws(
      () => read(text),
      (error) => {
        assert.ok(error instanceof MqlError, text);
        assert.match(error.message, message);
        return true;
      },
    );
  }
});
