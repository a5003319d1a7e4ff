import type { JobColumn } from '@fritz/archive';
import { type Doubles, type MqlDocument, writeExtendedJson } from '@fritz/mql';
import { type Bytes, openTableFile, type ResultFormat } from './result-files.ts';
import { REST, ShapeLearner, TableRows } from './table-shape.ts';

/** So many documents tell the columns of a table whose rows are not known before. */
const TELLING = 1000;

type Batches = AsyncIterable<readonly MqlDocument[]>;

/** A file of documents, piece by piece as they come. */
export async function* filePieces(
  format: ResultFormat,
  batches: Batches,
  { columns = null, doubles }: { columns?: readonly JobColumn[] | null; doubles: Doubles },
): AsyncGenerator<readonly Bytes[]> {
  if (format === 'jsonl') {
    for await (const documents of batches) {
      yield documents.map((document) => `${writeExtendedJson(document, doubles)}\n`);
    }
    return;
  }
  if (columns === null) yield* learnedPieces(format, batches);
  else yield* tablePieces(format, batches, columns);
}

async function* tablePieces(
  format: Exclude<ResultFormat, 'jsonl'>,
  batches: Batches,
  columns: readonly JobColumn[],
): AsyncGenerator<readonly Bytes[]> {
  const file = openTableFile(format, columns);
  const table = new TableRows(columns);
  yield file.begin();
  for await (const documents of batches) {
    yield file.rows(documents.map((document) => table.row(document)));
  }
  yield file.end();
}

/** The columns are those of the first documents; what others have beside is in one of its own. */
async function* learnedPieces(
  format: Exclude<ResultFormat, 'jsonl'>,
  batches: Batches,
): AsyncGenerator<readonly Bytes[]> {
  const reader = batches[Symbol.asyncIterator]();
  const first: MqlDocument[] = [];
  const shape = new ShapeLearner();
  let isOver = false;
  try {
    while (first.length < TELLING && !isOver) {
      const { done = false, value } = await reader.next();
      isOver = done;
      if (done) break;
      for (const document of value) {
        shape.learn(document);
        first.push(document);
      }
    }
    const known = shape.columns().filter(({ name }) => name !== REST);
    // Where there is no more, nothing can be left over but what no table has room for.
    const isWhole = isOver && known.length === shape.columns().length;
    const columns: JobColumn[] = isWhole ? known : [...known, { name: REST, type: 'json' }];
    const rest = async function* (): AsyncGenerator<readonly MqlDocument[]> {
      if (first.length > 0) yield first;
      while (!isOver) {
        const { done = false, value } = await reader.next();
        isOver = done;
        if (!done) yield value;
      }
    };
    yield* tablePieces(format, rest(), columns);
  } finally {
    await reader.return?.();
  }
}
