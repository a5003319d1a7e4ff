import type { GroupRef } from '../../api/types.ts';
import { type Decision, REJECTED } from './decision.ts';
import type { OutboxEntry } from './outbox-slice.ts';

/** How the last change of an object's groups stands. */
export type SaveStatus = 'saving' | 'done' | 'failed';

type SaveEntry = OutboxEntry & { readonly decision: Extract<Decision, { kind: 'save' }> };

function isSave(entry: OutboxEntry): entry is SaveEntry {
  return entry.decision.kind === 'save';
}

/** The groups an object is saved in once the viewer's own changes are laid over the server's word. */
export function overlaySaves(
  saved: readonly GroupRef[],
  entries: readonly OutboxEntry[],
): readonly GroupRef[] {
  const groups = new Map(saved.map((group) => [group.id, group]));
  for (const { status, decision } of entries.filter(isSave)) {
    if (status === 'failed') continue;
    for (const group of decision.added) groups.set(group.id, group);
    for (const group of decision.removed) groups.delete(group.id);
  }
  return [...groups.values()];
}

/** How the latest of these saves stands; null without any. */
export function saveStatus(entries: readonly OutboxEntry[]): SaveStatus | null {
  const last = entries.findLast(isSave);
  if (last === undefined) return null;
  return last.status === 'waiting' || last.status === 'sending' ? 'saving' : last.status;
}

/** Whether an object is rejected, the viewer's own decisions included. */
export function isRejected(lists: readonly string[], entries: readonly OutboxEntry[]): boolean {
  const last = entries.findLast(
    ({ decision: { kind }, status }) =>
      status !== 'failed' && (kind === 'reject' || kind === 'unreject'),
  );
  return last === undefined ? lists.includes(REJECTED) : last.decision.kind === 'reject';
}

/** What the viewer said of an object and did not take back: classes and comments. */
export function saidOf(entries: readonly OutboxEntry[]): readonly OutboxEntry[] {
  return entries.filter(
    ({ decision: { kind }, status, isUndone }) =>
      !isUndone && status !== 'failed' && (kind === 'classify' || kind === 'comment'),
  );
}

/** Whether the viewer was at this object in this visit. */
export function isSeen(entries: readonly OutboxEntry[]): boolean {
  return entries.some(({ decision, status }) => decision.kind === 'see' && status !== 'failed');
}
