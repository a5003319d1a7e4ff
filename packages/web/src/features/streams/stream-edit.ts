import { describeProgrammes, readProgrammes, SURVEYS } from './stream-words.ts';
import type { StreamFields } from './streams.api.ts';

export type StreamEdit = {
  readonly name: string;
  readonly survey: string;
  readonly programmes: string;
  readonly autoJoin: boolean;
};

export const NO_STREAM: StreamEdit = {
  name: '',
  survey: 'ztf',
  programmes: '1',
  autoJoin: false,
};

/** The edit as the API takes it; null where it is not complete. */
export function fieldsOf(edit: StreamEdit): StreamFields | null {
  const selector = readProgrammes(edit.programmes);
  const name = edit.name.trim();
  if (selector === null || name === '') return null;
  const collection = SURVEYS[edit.survey]?.collection ?? edit.survey;
  return { name, altdata: { collection, selector }, auto_join: edit.autoJoin };
}

/** What stands now; null for a stream that is yet to be made. */
export type StreamBefore = {
  readonly programmes: readonly number[];
  readonly autoJoin: boolean;
  readonly readers: number;
};

function count(readers: number): string {
  return readers === 1 ? 'its 1 reader' : `its ${readers} readers`;
}

/** To whom a stream opens which data. */
export function tellStream(edit: StreamEdit, before: StreamBefore | null): readonly string[] {
  const programmes = readProgrammes(edit.programmes);
  if (programmes === null) return ['Name the programmes first.'];
  const all = `Its readers see all alerts of ${describeProgrammes(edit.survey, programmes)}, old ones too, with their cutouts and light curves.`;
  const whom = edit.autoJoin
    ? 'Everyone who has an account reads it, at once, and so does everyone who comes.'
    : 'Nobody reads it but those whom a System admin lets in, one by one.';
  if (before === null) return [all, whom];
  const opened = programmes.filter((id) => !before.programmes.includes(id));
  const closed = before.programmes.filter((id) => !programmes.includes(id));
  const stops = before.autoJoin && !edit.autoJoin;
  return [
    all,
    stops
      ? `${count(before.readers)} keep it; who comes later reads it only when let in.`
      : edit.autoJoin && !before.autoJoin
        ? whom
        : '',
    opened.length === 0
      ? ''
      : `Opens ${describeProgrammes(edit.survey, opened)} to ${count(before.readers)} at once.`,
    closed.length === 0
      ? ''
      : `Closes ${describeProgrammes(edit.survey, closed)} to ${count(before.readers)} at once, unless another stream gives it.`,
  ].filter((text) => text !== '');
}
