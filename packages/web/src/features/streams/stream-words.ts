import type { Stream } from '../../api/types.ts';

/** A survey as people name it, and its collection as Kowalski did. */
export const SURVEYS: Readonly<Record<string, { name: string; collection: string }>> = {
  ztf: { name: 'ZTF', collection: 'ZTF_alerts' },
  lsst: { name: 'LSST', collection: 'LSST_alerts' },
  winter: { name: 'WINTER', collection: 'WNTR_alerts' },
  pgir: { name: 'PGIR', collection: 'PGIR_alerts' },
};
const PROGRAMMES: Readonly<Record<number, string>> = {
  1: 'public',
  2: 'partnership',
  3: 'Caltech',
};

/** `1 (public)`. */
export function nameProgramme(id: number): string {
  const word = PROGRAMMES[id];
  return word === undefined ? String(id) : `${id} (${word})`;
}

/** `ZTF programmes 1 (public) and 2 (partnership)`. */
export function describeProgrammes(survey: string, ids: readonly number[]): string {
  const names = ids.map(nameProgramme);
  const list = names.length < 2 ? names : [names.slice(0, -1).join(', '), names.at(-1)];
  const noun = names.length === 1 ? 'programme' : 'programmes';
  return `${SURVEYS[survey]?.name ?? survey} ${noun} ${list.join(' and ')}`;
}

export function describeStream(stream: Stream): string {
  return describeProgrammes(stream.survey, stream.altdata.selector);
}

/** Reads `1, 2`; null where it is not a list of programmes. */
export function readProgrammes(text: string): readonly number[] | null {
  const words = text.split(/[\s,;]+/).filter((word) => word !== '');
  const ids = [...new Set(words.map(Number))];
  const areFine = ids.every((id) => Number.isInteger(id) && id >= 0 && id <= 32_767);
  return areFine && ids.length > 0 && ids.length <= 16 ? ids : null;
}
