import {
  ALL_CANDIDS,
  BrokerDatabase,
  type CandidRange,
  findModel,
  nightByName,
  PgModelLibrary,
  rescore,
  type ScoringReport,
  type ScoringRun,
  scoreDeferred,
  withClient,
} from '@fritz/archive';
import { InferencePool, ModelScorer } from '@fritz/classifiers';
import { ZtfAdapter } from '@fritz/surveys';
import { Command } from 'commander';
import type { CommandContext } from '../cli/context.ts';
import { examples } from '../cli/examples.ts';
import { night } from '../cli/option-parsers.ts';
import { withDatabase } from '../cli/with-database.ts';
import { inferenceThreads } from '../models/inference-threads.ts';
import { formatCount, formatNoun } from '../terminal/format.ts';
import { UserError } from '../user-error.ts';

interface ScoreOptions {
  readonly night?: string;
}

export function modelScoreCommand(context: CommandContext): Command {
  return new Command('score')
    .summary('make the scores that no filter asked for')
    .description(
      'Brokers do it while the stream pauses; this does it now. A score is made by the version that ' +
        'was in force when the alert came, from what was known then.',
    )
    .option('--night <date>', 'only of this night, UT', night)
    .addHelpText('after', examples(['fritz model score --night 20261120', 'one night']))
    .action((options: ScoreOptions) => runScoring(context, options, scoreDeferred));
}

export function modelRescoreCommand(context: CommandContext): Command {
  return new Command('rescore')
    .summary('score past alerts with the version in force')
    .description(
      'Scores alerts that the version in force has not scored. What filters saw of their scores then ' +
        'stays as it was, and replays go on seeing that.',
    )
    .argument('<model>', 'its name')
    .option('--night <date>', 'only of this night, UT', night)
    .addHelpText('after', examples(['fritz model rescore braai --night 20261120', 'one night']))
    .action(async (name: string, options: ScoreOptions) => {
      const model = await withDatabase(context, ({ roles }) =>
        withClient(roles.owner, (client) => findModel(client, name)),
      );
      if (!model?.active) {
        throw new UserError(`no model ${name} is in force; fritz model list tells what is.`);
      }
      await runScoring(context, options, (run) => rescore(run, model.id));
    });
}

async function runScoring(
  context: CommandContext,
  options: ScoreOptions,
  work: (run: ScoringRun) => Promise<ScoringReport>,
): Promise<void> {
  const pool = new InferencePool(inferenceThreads(context.config().inferenceThreads));
  try {
    const report = await withDatabase(context, async ({ roles }) => {
      const database = new BrokerDatabase(roles.broker);
      try {
        return await work(runOf(context, database, pool, options));
      } finally {
        await database.close();
      }
    });
    context.print(describe(report));
  } finally {
    await pool.close();
  }
}

function runOf(
  context: CommandContext,
  database: BrokerDatabase,
  pool: InferencePool,
  options: ScoreOptions,
): ScoringRun {
  const adapter = new ZtfAdapter();
  const library = new PgModelLibrary(database, adapter.name, 'deferred');
  const scorer = new ModelScorer(library, pool, (model, error) =>
    context.say(`fritz: ${model} cannot be used: ${String(error)}`),
  );
  const { signal } = context;
  let toldAt = performance.now();
  const onProgress = (scored: number) => {
    if (performance.now() - toldAt < 5_000) return;
    toldAt = performance.now();
    context.say(`fritz: ${formatNoun(scored, 'alert')} scored`);
  };
  return { database, adapter, scorer, range: rangeOf(adapter, options), onProgress, signal };
}

function rangeOf(adapter: ZtfAdapter, { night: name }: ScoreOptions): CandidRange {
  const found = name === undefined ? null : nightByName(name);
  return found ? adapter.candidsOf(found.window) : ALL_CANDIDS;
}

function describe({ scored, failed }: ScoringReport): string {
  const told = `${formatNoun(scored, 'alert')} scored`;
  return failed === 0 ? told : `${told}, ${formatCount(failed)} of them without a result`;
}
