import type { GroupRef } from '../../api/types.ts';
import type { NewClassification } from '../classifications/classifications.api.ts';
import type { NewComment } from '../comments/comments.api.ts';

/** Groups that an object is put into and taken out of. */
export type SaveChange = {
  readonly objId: string;
  readonly added: readonly GroupRef[];
  readonly removed: readonly GroupRef[];
};

type Of = { readonly objId: string };

/** How it stands with a target of an observing run, and how it stood before. */
export type Mark = Of & {
  readonly assignmentId: number;
  readonly status: string;
  readonly before: string;
  /** When: it may be sent much later. */
  readonly at: string;
};

/** Something that somebody decided about an object. `of` is the key of what is taken back. */
export type Decision =
  | ({ readonly kind: 'save' } & SaveChange)
  | ({ readonly kind: 'reject' | 'unreject' } & Of)
  | ({ readonly kind: 'classify'; readonly said: NewClassification } & Of)
  | ({ readonly kind: 'unclassify'; readonly of: string } & Of)
  | ({ readonly kind: 'comment'; readonly comment: NewComment } & Of)
  | ({ readonly kind: 'uncomment'; readonly of: string } & Of)
  | ({ readonly kind: 'see' | 'unsee'; readonly groupIds: readonly number[] } & Of)
  | ({ readonly kind: 'mark' } & Mark);

/** What is sent for a decision. */
export type DecisionRequest = {
  readonly method: 'POST' | 'PUT' | 'DELETE';
  readonly path: string;
  readonly body?: unknown;
};

export const REJECTED = 'rejected_candidates';

function saveRequest({ objId, added, removed }: SaveChange): DecisionRequest {
  const addIds = added.map((group) => group.id);
  if (removed.length === 0) {
    return { method: 'POST', path: 'sources', body: { id: objId, group_ids: addIds } };
  }
  const removeIds = removed.map((group) => group.id);
  const body = { objId, inviteGroupIds: addIds, unsaveGroupIds: removeIds };
  return { method: 'POST', path: 'source_groups', body };
}

/**
 * The request of a decision; null where there is nothing to be sent. `idOf` gives the id that the server
 * gave to what was made under a key.
 */
export function requestOf(
  decision: Decision,
  idOf: (key: string) => number | null,
): DecisionRequest | null {
  const source = `sources/${encodeURIComponent(decision.objId)}`;
  switch (decision.kind) {
    case 'save':
      return saveRequest(decision);
    case 'reject':
    case 'unreject':
      return {
        method: decision.kind === 'reject' ? 'POST' : 'DELETE',
        path: 'listing',
        body: { obj_id: decision.objId, list_name: REJECTED },
      };
    case 'classify':
      return { method: 'POST', path: 'classification', body: decision.said };
    case 'unclassify': {
      const id = idOf(decision.of);
      return id === null ? null : { method: 'DELETE', path: `classification/${id}`, body: {} };
    }
    case 'comment':
      return { method: 'POST', path: `${source}/comments`, body: decision.comment };
    case 'uncomment': {
      const id = idOf(decision.of);
      return id === null ? null : { method: 'DELETE', path: `${source}/comments/${id}` };
    }
    case 'see':
    case 'unsee':
      return {
        method: decision.kind === 'see' ? 'POST' : 'DELETE',
        path: `${source}/labels`,
        body: { groupIds: decision.groupIds },
      };
    case 'mark':
      return {
        method: 'PUT',
        path: `assignment/${decision.assignmentId}`,
        body: { status: decision.status, marked_at: decision.at },
      };
  }
}

/** Whether a refusal says that it is as it was to become. */
export function isDoneAlready({ kind }: Decision, status: number): boolean {
  if (kind === 'reject') return status === 409;
  return ['unreject', 'uncomment', 'unclassify'].includes(kind) && status === 404;
}

/** What takes a decision back; null for what takes back itself. `key` is the decision's own. */
export function inverseOf(decision: Decision, key: string): Decision | null {
  const { objId } = decision;
  switch (decision.kind) {
    case 'save':
      return { kind: 'save', objId, added: decision.removed, removed: decision.added };
    case 'reject':
      return { kind: 'unreject', objId };
    case 'unreject':
      return { kind: 'reject', objId };
    case 'classify':
      return { kind: 'unclassify', objId, of: key };
    case 'comment':
      return { kind: 'uncomment', objId, of: key };
    case 'see':
      return { kind: 'unsee', objId, groupIds: decision.groupIds };
    case 'mark':
      return { ...decision, status: decision.before, before: decision.status };
    default:
      return null;
  }
}

/** Whether somebody did it on purpose, and would count it; to have looked is not of these. */
export function isDeliberate({ kind }: Decision): boolean {
  return kind !== 'see' && kind !== 'unsee';
}

const namesOf = (groups: readonly GroupRef[]) => groups.map(({ name }) => name).join(', ');

/** `ZTF26abc saved to Supernovae`. */
export function describeDecision(decision: Decision): string {
  return `${decision.objId} ${describeDone(decision)}`;
}

function describeDone(decision: Decision): string {
  switch (decision.kind) {
    case 'save': {
      const { added, removed } = decision;
      const parts = [
        added.length > 0 ? `saved to ${namesOf(added)}` : '',
        removed.length > 0 ? `removed from ${namesOf(removed)}` : '',
      ];
      return parts.filter((part) => part !== '').join(', ');
    }
    case 'reject':
      return 'rejected';
    case 'unreject':
      return 'no longer rejected';
    case 'classify':
      return `classified as ${decision.said.classification}`;
    case 'unclassify':
      return 'classification withdrawn';
    case 'comment':
      return 'commented on';
    case 'uncomment':
      return 'comment deleted';
    case 'see':
      return 'scanned';
    case 'unsee':
      return 'not scanned';
    case 'mark':
      return `marked as ${decision.status}`;
  }
}

const FAILURES: Readonly<Record<Decision['kind'], string>> = {
  save: 'was not saved',
  reject: 'was not rejected',
  unreject: 'is still rejected',
  classify: 'was not classified',
  unclassify: 'is still classified',
  comment: 'was not commented on',
  uncomment: 'still has the comment',
  see: 'is not marked as scanned',
  unsee: 'is still marked as scanned',
  mark: 'was not marked',
};

/** `ZTF26abc was not saved`. */
export function describeFailure(decision: Decision): string {
  return `${decision.objId} ${FAILURES[decision.kind]}`;
}
