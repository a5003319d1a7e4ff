import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compileFilter, parsePipeline } from '../src/index.ts';

/** The stages that Kowalski puts in front of a ZTF filter, as it writes them. */
function upstream(permissions: string, days = '365'): string {
  const history = (name: string, more = '') => `"${name}": {"$filter": {
    "input": {"$arrayElemAt": ["$aux.${name}", 0]}, "as": "item", "cond": {"$and": [
      {"$in": ["$$item.programid", ${permissions}]},
      {"$lt": [{"$subtract": ["$candidate.jd", "$$item.jd"]}, ${days}]}${more}]}}}`;
  return `{"$match": {"candid": 1127561445515015011, "candidate.programid": {"$in": ${permissions}}}},
    {"$project": {"cutoutScience": 0, "cutoutTemplate": 0, "cutoutDifference": 0}},
    {"$lookup": {"from": "ZTF_alerts_aux", "localField": "objectId", "foreignField": "_id", "as": "aux"}},
    {"$project": {"cross_matches": {"$arrayElemAt": ["$aux.cross_matches", 0]},
      ${history('prv_candidates')},
      ${history('fp_hists', ', {"$eq": ["$$item.procstatus", "0"]}')},
      "schemavsn": 1, "publisher": 1, "objectId": 1, "candid": 1, "candidate": 1,
      "classifications": 1, "coordinates": 1}}`;
}

const REST = '{"$project": {"_id": 0, "p": "$prv_candidates.jd", "f": "$fp_hists.jd"}}';

function point(ageDays: number, programid: number, procstatus = '0') {
  return { jd: 2459000 - ageDays, programid, procstatus };
}

const ALERT = {
  candid: 5n,
  objectId: 'ZTF20aacbyec',
  candidate: { jd: 2459000, programid: 2 },
  cross_matches: {},
  prv_candidates: [point(1, 1), point(2, 2), point(3, 3), point(366, 1)],
  fp_hists: [point(4, 1), point(5, 1, '61'), point(6, 3)],
};

test('the prefix keeps what it restricts: programids, days, good forced points', () => {
  const pipeline = parsePipeline(`[${upstream('[1, 2]')}, ${REST}]`);
  assert.deepEqual(pipeline.upstream?.programIds, [1, 2]);
  assert.deepEqual(pipeline.upstream?.alertProgramIds, [1, 2]);
  assert.equal(pipeline.upstream?.historyDays, 365);
  assert.equal(pipeline.upstream?.prefix.length, 4);
  const filter = compileFilter(pipeline);
  assert.deepEqual(filter.run(ALERT), { p: [2458999, 2458998], f: [2458996] });
  assert.equal(filter.run({ ...ALERT, candidate: { jd: 2459000, programid: 3 } }), null);
});

test('so it does as Python or Extended JSON write it, and with more filter behind', () => {
  const canonical = upstream('[{"$numberInt": "1"}]', '{"$numberDouble": "365.0"}');
  const extended = parsePipeline(`[${canonical}, ${REST}]`);
  assert.deepEqual(extended.upstream?.programIds, [1]);
  assert.equal(extended.upstream?.historyDays, 365);
  assert.equal(compileFilter(extended).run(ALERT), null, 'the alert is of programme 2');
  const python = `[${upstream('[1, 2]').replaceAll('"', "'")}, ${REST}, {'$unwind': '$p'}, {'$limit': 1},]`;
  assert.deepEqual(compileFilter(parsePipeline(python)).run(ALERT), { p: 2458999, f: [2458996] });
});

test('an error behind the prefix is numbered as its author counts', () => {
  assert.throws(() => parsePipeline(`[${upstream('[1]')}, {"$mtch": {}}]`), { path: '4.$mtch' });
});

test('other surveys have no programids and another window', () => {
  const winter = `[{"$match": {"candid": 5}},
    {"$project": {"cutoutScience": 0, "cutoutTemplate": 0, "cutoutDifference": 0}},
    {"$lookup": {"from": "WNTR_alerts_aux", "localField": "objectId", "foreignField": "_id", "as": "aux"}},
    {"$project": {"cross_matches": {"$arrayElemAt": ["$aux.cross_matches", 0]},
      "prv_candidates": {"$filter": {"input": {"$arrayElemAt": ["$aux.prv_candidates", 0]}, "as": "item",
        "cond": {"$lt": [{"$subtract": ["$candidate.jd", "$$item.jd"]}, 1000]}}},
      "objectId": 1, "candid": 1, "candidate": 1}},
    {"$project": {"n": {"$size": "$prv_candidates"}}}]`;
  const { upstream: found } = parsePipeline(winter);
  assert.deepEqual([found?.programIds, found?.historyDays], [null, 1000]);
  assert.deepEqual(compileFilter(parsePipeline(winter)).run(ALERT), { n: 4 });
});
