import {
  catalogName,
  type FileStamp,
  findLoad,
  type LoadPlan,
  type LoadReport,
  type LoadState,
  loadCatalog,
  mergeColumns,
  withClient,
} from '@fritz/archive';
import type { TableColumn } from '@fritz/formats';
import type { Database } from '../database/open-database.ts';
import { formatNoun } from '../terminal/format.ts';
import type { ProgressBar } from '../terminal/progress-bar.ts';
import { UserError } from '../user-error.ts';
import { type ColumnOptions, choosePosition } from './choose-columns.ts';
import {
  choosePreset,
  describePosition,
  type MatchingOptions,
  matchingOf,
} from './choose-matching.ts';
import {
  inFile,
  openTableFile,
  stampFile,
  type TableFile,
  type TableFileOptions,
} from './table-file.ts';

/** What is asked for on the command line. */
export interface AddRequest extends ColumnOptions, MatchingOptions {
  readonly name: string;
  readonly paths: readonly string[];
  /** A name of a preset, or `none`; by default the one that is called as the catalog. */
  readonly preset?: string;
  readonly isStrict?: boolean;
  readonly file: Pick<TableFileOptions, 'format' | 'delimiter' | 'extension'>;
}

export interface AddTools {
  readonly database: Database;
  readonly signal: AbortSignal;
  readonly bar: ProgressBar;
  /** A line for the person who waits. */
  readonly say: (line: string) => void;
}

type OwnerClient = Parameters<Parameters<typeof withClient>[1]>[0];

/** Loads files as a catalog, or goes on where that was interrupted. */
export async function addCatalog(request: AddRequest, tools: AddTools): Promise<LoadReport> {
  if (!catalogName.test(request.name)) {
    throw new UserError(
      `"${request.name}" is no name for a catalog: letters, digits and _, at most 60.`,
    );
  }
  const stamps = await Promise.all(request.paths.map(stampFile));
  return withClient(
    { ...tools.database.roles.owner, application_name: 'fritz catalog' },
    async (client) => {
      const before = await findStopped(client, request.name, stamps);
      const plan = await makePlan(request, stamps, before, tools);
      if (before)
        tools.say(
          `going on after ${formatNoun(before.rows + before.refused, 'record')} that are loaded`,
        );
      return load(client, request, plan, tools);
    },
  );
}

/** The same files' load that was interrupted. */
async function findStopped(
  client: OwnerClient,
  name: string,
  stamps: readonly FileStamp[],
): Promise<LoadState | null> {
  const state = await findLoad(client, name);
  return JSON.stringify(state?.plan.files) === JSON.stringify(stamps) ? state : null;
}

async function makePlan(
  request: AddRequest,
  stamps: readonly FileStamp[],
  before: LoadState | null,
  tools: AddTools,
): Promise<LoadPlan> {
  const preset = choosePreset(request);
  const looked = await lookAtFiles(request, stamps, before, tools);
  const columns = mergeColumns(looked);
  const position = choosePosition(columns, preset, request);
  const matching = matchingOf(columns, preset, request, looked[0]?.epochYear ?? null);
  for (const line of matching.told) tools.say(line);
  tools.say(describePosition(position, matching.epochYear));
  const { epochMjd, radiusArcsec, settings } = matching;
  return {
    ...{ name: request.name, files: stamps, columns, position, preset: preset?.name ?? null },
    ...{ epochMjd, radiusArcsec, settings },
  };
}

interface LookedAt {
  readonly title: string;
  readonly columns: readonly TableColumn[];
  readonly epochYear: number | null;
}

/** The columns of all files; CSV files are read whole for their types, unless they are known. */
async function lookAtFiles(
  request: AddRequest,
  stamps: readonly FileStamp[],
  before: LoadState | null,
  tools: AddTools,
): Promise<LookedAt[]> {
  const looked: LookedAt[] = [];
  for (const { path } of stamps) {
    const onScan = (share: number, records: number) => {
      tools.signal.throwIfAborted();
      tools.bar.update({ share: (looked.length + share) / stamps.length, count: records });
    };
    const options = {
      ...request.file,
      onScan,
      ...(before ? { columns: before.plan.columns } : {}),
    };
    const { reader, close } = await openTableFile(path, options);
    await close();
    for (const warning of reader.notes.warnings) tools.say(`${path}: ${warning}`);
    looked.push({ title: path, columns: reader.columns, epochYear: reader.notes.epochYear });
  }
  return looked;
}

async function load(
  client: OwnerClient,
  request: AddRequest,
  plan: LoadPlan,
  tools: AddTools,
): Promise<LoadReport> {
  let current: TableFile | null = null;
  let path = '';
  let bytesBefore = 0;
  const total = plan.files.reduce((sum, { bytes }) => sum + bytes, 0);
  const open = async (index: number) => {
    await current?.close();
    path = plan.files[index]?.path ?? '';
    bytesBefore = plan.files.slice(0, index).reduce((sum, { bytes }) => sum + bytes, 0);
    current = await openTableFile(path, { ...request.file, columns: plan.columns });
    return current.reader;
  };
  const shareNow = () => {
    const own = plan.files.find((file) => file.path === path)?.bytes ?? 0;
    return total === 0 ? 1 : (bytesBefore + own * (current?.share() ?? 0)) / total;
  };
  try {
    return await loadCatalog(client, plan, open, {
      isStrict: request.isStrict === true,
      signal: tools.signal,
      onProgress: (count) => tools.bar.update({ share: shareNow(), count }),
      onStage: (stage) => tools.bar.interrupt(`fritz: ${stage}`),
    });
  } catch (error) {
    throw inFile(path, error);
  } finally {
    await (current as TableFile | null)?.close();
    tools.bar.finish();
  }
}
