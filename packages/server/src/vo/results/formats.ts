import { VoError } from '../vo-error.ts';
import type { ResultFormat } from './result-writer.ts';
import { fitsWriter, parquetWriter } from './table-writers.ts';
import { jsonWriter, separatedWriter } from './text-writers.ts';
import { VotableWriter } from './votable-writer.ts';

/** Every format of results; the first is that of whoever asks for none. */
export const RESULT_FORMATS: readonly ResultFormat[] = [
  {
    mime: 'application/x-votable+xml',
    aliases: [
      ...['votable', 'text/xml', 'application/xml', 'votable/b2'],
      'application/x-votable+xml;serialization=binary2',
    ],
    extension: 'vot',
    make: (columns, about) => new VotableWriter(columns, about, 'BINARY2'),
  },
  {
    mime: 'application/x-votable+xml;serialization=tabledata',
    aliases: ['votable/td'],
    extension: 'vot',
    make: (columns, about) => new VotableWriter(columns, about, 'TABLEDATA'),
  },
  {
    mime: 'text/csv;header=present',
    aliases: ['csv', 'text/csv'],
    extension: 'csv',
    make: (columns) => separatedWriter(columns, ','),
  },
  {
    mime: 'text/tab-separated-values',
    aliases: ['tsv'],
    extension: 'tsv',
    make: (columns) => separatedWriter(columns, '\t'),
  },
  {
    mime: 'application/json',
    aliases: ['json'],
    extension: 'json',
    make: (columns) => jsonWriter(columns),
  },
  {
    mime: 'application/fits',
    aliases: ['fits', 'image/fits'],
    extension: 'fits',
    make: (columns) => fitsWriter(columns),
  },
  {
    mime: 'application/vnd.apache.parquet',
    aliases: ['parquet', 'application/x-parquet', 'application/parquet'],
    extension: 'parquet',
    make: (columns) => parquetWriter(columns),
  },
];

/** @throws VoError 415 */
export function formatNamed(name: string | null): ResultFormat {
  const wanted = (name ?? '').toLowerCase().replaceAll(/\s/g, '').replaceAll('"', '');
  const [first] = RESULT_FORMATS;
  const found =
    wanted === ''
      ? first
      : RESULT_FORMATS.find(({ mime, aliases }) => mime === wanted || aliases.includes(wanted));
  if (found !== undefined) return found;
  const short = RESULT_FORMATS.map(({ aliases }) => aliases[0]).join(', ');
  throw new VoError(
    415,
    `RESPONSEFORMAT: ${(name ?? '').slice(0, 60)} is not written; ${short} are`,
  );
}
