import type { Candidate } from '../../api/types.ts';

/** Puts `newer` above `known`; an object already known stays at its place with its new state. */
export function mergeNewer(
  known: readonly Candidate[],
  newer: readonly Candidate[],
): readonly Candidate[] {
  const byId = new Map(newer.map((candidate) => [candidate.id, candidate]));
  const kept = known.map((candidate) => byId.get(candidate.id) ?? candidate);
  const knownIds = new Set(known.map((candidate) => candidate.id));
  return [...newer.filter((candidate) => !knownIds.has(candidate.id)), ...kept];
}

/**
 * The list as shown: what was inserted while scanning, then the pages, each object once.
 * An object that passed again after it was listed keeps its place, so that nothing jumps.
 */
export function joinPages(
  inserted: readonly Candidate[],
  pages: readonly (readonly Candidate[])[],
): readonly Candidate[] {
  const listed = new Map<string, Candidate>();
  for (const candidate of pages.flat()) {
    if (!listed.has(candidate.id)) listed.set(candidate.id, candidate);
  }
  const above = inserted.filter((candidate) => !listed.has(candidate.id));
  const updates = new Map(inserted.map((candidate) => [candidate.id, candidate]));
  return [...above, ...[...listed.values()].map((known) => updates.get(known.id) ?? known)];
}

/** The newest passing time of the list (naive UTC ISO compares as text), or null when empty. */
export function newestPassedAt(candidates: readonly Candidate[]): string | null {
  let newest: string | null = null;
  for (const { last_passed_at } of candidates) {
    if (newest === null || last_passed_at > newest) newest = last_passed_at;
  }
  return newest;
}

/** Those of `found` whose object is not in the list yet. */
export function selectUnlisted(
  found: readonly Candidate[],
  listed: readonly Candidate[],
): readonly Candidate[] {
  const ids = new Set(listed.map((candidate) => candidate.id));
  return found.filter((candidate) => !ids.has(candidate.id));
}

/** The id `step` places on from `activeId`, held at both ends; the first when none is active. */
export function neighbourId(
  candidates: readonly Candidate[],
  activeId: string | null,
  step: number,
): string | null {
  const index = candidates.findIndex((candidate) => candidate.id === activeId);
  if (index < 0) return candidates[0]?.id ?? null;
  const target = Math.min(Math.max(index + step, 0), candidates.length - 1);
  return candidates[target]?.id ?? null;
}
