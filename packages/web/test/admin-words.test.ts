import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fieldProblem, otherProblem } from '../src/api/field-problem.ts';
import { staleRights } from '../src/api/stale-rights.ts';
import type { GroupDetail, Invitation, Stream } from '../src/api/types.ts';
import { tellRemoval } from '../src/features/groups/member-words.ts';
import { NO_GIFTS, streamsGiven, tellGroupGift } from '../src/features/invitations/gifts.ts';
import { tellInvitation } from '../src/features/invitations/invitation-words.ts';
import { changedProfile, readProfile } from '../src/features/session/profile-edit.ts';
import { sharablePoints, tellSharing } from '../src/features/sharing/sharable.ts';
import { tellStream } from '../src/features/streams/stream-edit.ts';
import { describeProgrammes, readProgrammes } from '../src/features/streams/stream-words.ts';
import { matchesPerson, nameOf, nameSome } from '../src/features/users/person-name.ts';
import { whyFixed } from '../src/features/users/user-words.ts';

function makeStream(id: number, selector: readonly number[], auto_join = false): Stream {
  const altdata = { collection: 'ZTF_alerts', selector };
  const times = { created_at: '2026-01-01T00:00:00', modified: '2026-01-01T00:00:00' };
  return { id, name: `stream ${id}`, survey: 'ztf', altdata, auto_join, ...times };
}

function makeGroup(part: Partial<GroupDetail>): GroupDetail {
  return {
    id: 7,
    name: 'Infants',
    nickname: null,
    description: null,
    private: false,
    auto_accept_requests: false,
    single_user_group: false,
    sitewide: false,
    created_at: '2026-01-01T00:00:00',
    modified: '2026-01-01T00:00:00',
    streams: [],
    filters: [],
    is_member: true,
    can_manage: true,
    can_leave: true,
    can_request: false,
    pending_request_id: null,
    ...part,
  };
}

function makeInvitation(part: Partial<Invitation>): Invitation {
  return {
    id: 1,
    user_email: 'ada@example.org',
    role_id: 'Full user',
    status: 'pending',
    used: false,
    admin_for_groups: [],
    can_save_to_groups: [],
    groups: [],
    streams: [],
    invited_by: { id: 1, username: 'root', first_name: null, last_name: null },
    created_at: '2026-01-01T00:00:00',
    expires_at: '2026-01-15T00:00:00',
    user_expiration_date: null,
    used_at: null,
    used_by: null,
    mail_status: 'none',
    mail_error: null,
    mail_at: null,
    ...part,
  };
}

const refusal = (code: string, details: Record<string, unknown> = {}) => ({
  status: 409,
  code,
  message: `It is ${code}.`,
  details,
});

test('a refusal is told beside the field that it speaks of, and elsewhere when it speaks of none', () => {
  const errors = [{ in: 'body', field: 'groupIDs.0', message: 'is no group' }];
  const named = refusal('invalid_request', { errors });
  assert.equal(fieldProblem(named, 'groupIDs'), 'is no group');
  assert.equal(fieldProblem(named, 'group'), null);
  assert.equal(otherProblem(named, ['groupIDs']), undefined);
  assert.equal(otherProblem(named, ['role']), named);
  const codes = { name: ['already_exists'] };
  assert.equal(fieldProblem(refusal('already_exists'), 'name', codes), 'It is already_exists.');
  assert.equal(fieldProblem(refusal('conflict'), 'name', codes), null);
  assert.equal(otherProblem(undefined, ['name'], codes), undefined);
});

test('rights are read anew after a change and after a refusal that tells of another, not offline', () => {
  assert.ok(staleRights(null, undefined).includes('Session'));
  assert.ok(staleRights(null, refusal('conflict')).length > 0);
  assert.deepEqual(staleRights(null, { ...refusal('network'), status: 0 }), []);
  assert.deepEqual(staleRights(null, { ...refusal('invalid_request'), status: 422 }), []);
});

test('people are found by any of their names, in any order and case', () => {
  const vera = { username: 'vrubin', first_name: 'Vera', last_name: 'Rubin' };
  for (const search of ['', 'rub', 'RUBIN vera', 'vrub']) assert.ok(matchesPerson(vera, search));
  assert.equal(matchesPerson(vera, 'vera bell'), false);
  assert.equal(nameOf(vera), 'Vera Rubin (vrubin)');
  assert.equal(nameOf({ username: 'bot', first_name: null, last_name: null }), 'bot');
  assert.equal(nameSome(['a', 'b', 'c', 'd'], 2), 'a, b and 2 others');
  assert.equal(nameSome(['a', 'b']), 'a and b');
});

test('programmes are read as they are typed', () => {
  assert.deepEqual(readProgrammes('1, 2;2 3'), [1, 2, 3]);
  for (const text of ['', ' , ', '1.5', '-1', 'public', '40000']) {
    assert.equal(readProgrammes(text), null, text);
  }
  assert.equal(
    describeProgrammes('ztf', [1, 2, 9]),
    'ZTF programmes 1 (public), 2 (partnership) and 9',
  );
});

test('a stream says what a change opens and closes, and to how many', () => {
  const before = { programmes: [2, 3], autoJoin: false, readers: 4 };
  const edit = { name: 'x', survey: 'ztf', programmes: '1, 2', autoJoin: false };
  const words = tellStream(edit, before).join(' ');
  assert.match(words, /Opens ZTF programme 1 \(public\) to its 4 readers/);
  assert.match(words, /Closes ZTF programme 3 \(Caltech\) to its 4 readers/);
  assert.match(tellStream({ ...edit, autoJoin: true }, before).join(' '), /Everyone who has an/);
  assert.match(tellStream(edit, null).join(' '), /Nobody reads it but those/);
});

test('somebody who comes reads what is chosen, what his groups read, and what everyone reads', () => {
  const streams = [1, 2, 3, 4].map((id) => makeStream(id, [id], id === 4));
  const group = makeGroup({ streams: streams.slice(1, 2) });
  const gift = { id: group.id, admin: false, canSave: false };
  const gifts = { ...NO_GIFTS, groups: [gift], streamIds: [3] };
  const given = (details: readonly GroupDetail[]) =>
    streamsGiven(streams, gifts, details).map(({ id }) => id);
  assert.deepEqual(given([group]), [2, 3, 4]);
  // The group of all asks for no stream.
  assert.deepEqual(given([{ ...group, sitewide: true }]), [3, 4]);
  assert.match(tellGroupGift(gift, group), /changes nothing there/);
  assert.match(tellGroupGift({ ...gift, admin: true }, group), /changes the group\./);
});

test('who leaves a private group is told that he will not find it again', () => {
  const texts = tellRemoval(makeGroup({ private: true }), null).join(' ');
  assert.match(texts, /^You stop seeing, at once: the group's filters \(none yet\)/);
  assert.match(texts, /will not find it again/);
  assert.doesNotMatch(tellRemoval(makeGroup({ private: true }), 'ada').join(' '), /find it/);
});

test('an invitation tells how it stands, and whether anything can be done about it', () => {
  const now = new Date('2026-01-02T00:00:00Z');
  const tell = (part: Partial<Invitation>) => tellInvitation(makeInvitation(part), now);
  const mail_at = '2026-01-01T22:00:00';
  assert.match(
    tell({ mail_status: 'sent', mail_at }).text,
    /^sent 2\.0 h ago · open until 2026-01/,
  );
  const failed = tell({ mail_status: 'failed', mail_at, mail_error: 'refused: 550' });
  assert.match(failed.text, /^not sent 2\.0 h ago: refused: 550/);
  assert.deepEqual([failed.tone, failed.isOpen], ['bad', true]);
  const used = tell({ status: 'used', used_by: 'ada', used_at: mail_at });
  assert.deepEqual([used.text, used.isOpen], ['accepted by ada on 2026-01-01', false]);
  assert.equal(tell({ status: 'withdrawn' }).isOpen, false);
  assert.equal(tell({ status: 'expired' }).isOpen, true);
});

test('a right that cannot be changed says why', () => {
  const right = { isGiven: false, canGive: true, canManage: true };
  assert.equal(whyFixed(right), null);
  assert.match(whyFixed({ ...right, canGive: false }) ?? '', /not yours to give/);
  // What one could not give one may take.
  assert.equal(whyFixed({ ...right, canGive: false, isGiven: true }), null);
  assert.match(whyFixed({ ...right, canManage: false }) ?? '', /not yours to change/);
});

test('one shares what is one’s own, and managers of photometry what any person added', () => {
  const point = (id: number, owner_id: number | null) => ({ id, owner_id, mjd: id }) as never;
  const points = [point(1, 7), point(2, null), point(3, 8), point(4, 7)];
  const ids = (acls: string[]) => sharablePoints(points, { id: 7, acls }).map(({ id }) => id);
  assert.deepEqual(ids(['Upload data']), [4, 1]);
  assert.deepEqual(ids([]), []);
  assert.deepEqual(ids(['Upload data', 'Manage photometry']), [4, 3, 1]);
  assert.deepEqual(ids(['System admin']), [4, 3, 1]);
});

test('sharing tells to whom', () => {
  const group = { id: 1, name: 'Friends', sitewide: false, object_counts: { users: 3 } } as never;
  const all = { id: 2, name: 'All', sitewide: true } as never;
  assert.match(tellSharing([], 2)[0] ?? '', /Choose a group/);
  assert.match(tellSharing([group], 2)[0] ?? '', /The 3 members of Friends.*these 2 points/);
  assert.match(tellSharing([all], 1)[0] ?? '', /Everyone .* this point, .*public logins/);
});

test('a profile sends what was changed alone; emptied fields are null, affiliations a list', () => {
  const before = readProfile({
    username: 'ada',
    first_name: 'Ada',
    last_name: null,
    contact_email: null,
    contact_phone: '+1 626 395 6811',
    affiliations: ['A', 'B'],
    bio: null,
    is_bot: false,
  } as never);
  assert.deepEqual(changedProfile(before, before), {});
  const edit = { ...before, first_name: ' ', last_name: ' L ', affiliations: 'B\n\n C ' };
  assert.deepEqual(changedProfile(edit, before), {
    first_name: null,
    last_name: 'L',
    affiliations: ['B', 'C'],
  });
});
