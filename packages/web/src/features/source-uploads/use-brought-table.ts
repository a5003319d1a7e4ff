import { useState } from 'react';
import { describeError } from '../../api/api-error.ts';
import { toBase64 } from '../comments/attachment-draft.tsx';
import { type ColumnMapping, guessMapping, tidyPasted } from './column-mapping.ts';
import { isBinary, unpack } from './file-kind.ts';
import type { Brought } from './file-source.tsx';
import { type ReadTable, readTable } from './read-table.ts';

export type BroughtTable = {
  readonly filename: string;
  readonly table: ReadTable;
  readonly mapping: ColumnMapping;
  /** As the API takes it: text as it is, binary in base64. */
  readonly file: string;
};

async function read({ name, bytes }: Brought): Promise<BroughtTable> {
  const isPacked = isBinary(bytes);
  const text = isPacked ? '' : tidyPasted(new TextDecoder().decode(bytes));
  const table = await readTable(isPacked ? await unpack(bytes) : new TextEncoder().encode(text));
  const file = isPacked ? await toBase64(new Blob([bytes])) : text;
  return { filename: name, table, mapping: guessMapping(table.columns), file };
}

/** The table that somebody brought, once it is read, or why it cannot be. */
export function useBroughtTable() {
  const [brought, setBrought] = useState<BroughtTable | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const bring = (file: Brought) => {
    read(file).then(
      (table) => {
        setBrought(table);
        setProblem(null);
      },
      (error: unknown) => {
        setBrought(null);
        setProblem(describeError(error));
      },
    );
  };
  const map = (column: string, field: string) =>
    setBrought((one) => one && { ...one, mapping: { ...one.mapping, [column]: field } });
  return { brought, problem, bring, map };
}
