import {
  addModel,
  changeModel,
  findModel,
  listModels,
  type ModelRow,
  withClient,
} from '@fritz/archive';
import { type FoundModel, ModelError, readModel } from '@fritz/classifiers';
import { stringifyExact } from '@fritz/contract';
import { Command, Option } from 'commander';
import type { CommandContext } from '../cli/context.ts';
import { examples } from '../cli/examples.ts';
import { withDatabase } from '../cli/with-database.ts';
import { tryModel } from '../models/try-model.ts';
import { formatTable } from '../terminal/format.ts';
import { UserError } from '../user-error.ts';
import { modelRescoreCommand, modelScoreCommand } from './model-score.command.ts';
import { modelTestCommand } from './model-test.command.ts';

type When = 'always' | 'asked';

/** Scores are kept for these. */
const SURVEYS_WITH_SCORES = ['ztf'];

export function modelCommand(context: CommandContext): Command {
  return new Command('model')
    .summary('classifiers that score alerts')
    .description(
      'Classifiers that score alerts: a model is an ONNX file with a manifest, model.json, beside it. ' +
        'docs/guides/models.md tells where the published ones are.',
    )
    .addHelpText(
      'after',
      examples(
        ['fritz model list', 'which models score, and when'],
        ['fritz model add models/braai', 'a folder with a model and its manifest'],
      ),
    )
    .addCommand(addCommand(context))
    .addCommand(listCommand(context))
    .addCommand(setCommand(context))
    .addCommand(modelTestCommand(context))
    .addCommand(modelScoreCommand(context))
    .addCommand(modelRescoreCommand(context));
}

function whenOption(): Option {
  return new Option('--when <when>', 'score every alert, or those that a filter asks for').choices([
    'always',
    'asked',
  ]);
}

function addCommand(context: CommandContext): Command {
  return new Command('add')
    .summary('add a model and put it in force')
    .description(
      'Tries each model on simulated alerts, keeps it in the database, and puts it in force instead ' +
        'of the version before. Brokers that run take it up within seconds. Past alerts keep their ' +
        'scores; `fritz model rescore` makes new ones.',
    )
    .argument('<path...>', 'folders with model.json, or ONNX files of models that Fritz knows')
    .option('--as <name>', 'which of the models that Fritz knows an ONNX file is')
    .addOption(whenOption())
    .addHelpText(
      'after',
      examples(
        ['fritz model add ~/weights/*.onnx', 'published models, known by their files’ names'],
        ['fritz model add my-cnn.onnx --as braai', 'with the manifest of braai'],
        ['fritz model add ~/models/flares --when asked', 'a model of one’s own'],
      ),
    )
    .action((paths: string[], options: { as?: string; when?: When }) =>
      runAdd(context, paths, options),
    );
}

async function runAdd(
  context: CommandContext,
  paths: readonly string[],
  options: { readonly as?: string; readonly when?: When },
): Promise<void> {
  const found = paths.map((path) => inWords(() => readModel(path, options.as ?? null)));
  for (const model of found) await tryBeforehand(model);
  await withDatabase(context, ({ roles }) =>
    withClient(roles.owner, async (client) => {
      for (const { manifest, manifestText, sha256, bytes } of found) {
        const { survey, name, version } = manifest;
        const when = options.when ?? manifest.when;
        const model = { survey, name, version, manifestText, sha256, when, bytes };
        const outcome = await addModel(client, model);
        if (outcome === 'other') {
          throw new UserError(
            `there is a ${name} ${version} with another file or manifest: give this one a version ` +
              'of its own.',
          );
        }
        const told = outcome === 'added' ? 'added' : 'was there';
        context.print(`${name} ${version} ${told}, in force ${wordsOf(when)}`);
      }
    }),
  );
}

async function tryBeforehand({ manifest, bytes }: FoundModel): Promise<void> {
  if (!SURVEYS_WITH_SCORES.includes(manifest.survey)) {
    throw new UserError(
      `${manifest.name} is for ${manifest.survey}; scores are kept for ` +
        `${SURVEYS_WITH_SCORES.join(', ')}.`,
    );
  }
  const { scored, absent } = await tryModel({ id: 0, manifest, bytes });
  const [failure] = absent;
  if (scored.length === 0 && failure) {
    throw new UserError(`${manifest.name} ${manifest.version} gives no scores: ${failure.reason}.`);
  }
  const broken = absent.find(({ isModel }) => isModel);
  if (broken) {
    throw new UserError(`${manifest.name} ${manifest.version}: ${broken.reason}.`);
  }
}

function listCommand(context: CommandContext): Command {
  return new Command('list')
    .summary('models and their versions')
    .description('The models that were added, those in force first.')
    .option('--json', 'print an array')
    .addHelpText(
      'after',
      examples(['fritz model list', 'for a person'], ['fritz model list --json', 'for a program']),
    )
    .action(async (options: { json?: true }) => {
      const models = await withDatabase(context, ({ roles }) =>
        withClient(roles.owner, listModels),
      );
      if (options.json) {
        const told = models.map(({ manifestText, ...model }) => {
          return { ...model, manifest: JSON.parse(manifestText) };
        });
        return context.print(stringifyExact(told));
      }
      context.print(models.length === 0 ? NO_MODELS : formatModels(models));
    });
}

const NO_MODELS = 'There is no model; `fritz model add` adds one.';

function formatModels(models: readonly ModelRow[]): string {
  return formatTable(
    ['model', 'version', 'survey', 'in force', 'scores', 'added', 'sha256'],
    models.map(({ name, version, survey, active, when, addedAt, sha256 }) => [
      ...[name, version, survey, active ? 'yes' : 'no', when === 'asked' ? 'when asked' : 'every'],
      ...[addedAt.toISOString().slice(0, 16).replace('T', ' '), sha256.slice(0, 12)],
    ]),
  );
}

function setCommand(context: CommandContext): Command {
  return new Command('set')
    .summary('change when a model scores, or take it out of force')
    .description(
      'Changes the version in force. Brokers that run take it up within seconds; scores that were ' +
        'made stay.',
    )
    .argument('<model>', 'its name')
    .addOption(whenOption())
    .option('--off', 'take it out of force; `fritz model add` puts it back')
    .addHelpText(
      'after',
      examples(
        ['fritz model set braai --when always', 'score every alert'],
        ['fritz model set braai --off', 'score none'],
      ),
    )
    .action(async (name: string, { when, off }: { when?: When; off?: true }) => {
      if ((when === undefined) === (off === undefined)) {
        throw new UserError('say either --when or --off.');
      }
      const change = when === undefined ? { active: false as const } : { when };
      const model = await withDatabase(context, ({ roles }) =>
        withClient(roles.owner, async (client) => {
          const before = await findModel(client, name);
          if (!(await changeModel(client, name, change))) {
            throw new UserError(`no model ${name} is in force; fritz model list tells what is.`);
          }
          return before;
        }),
      );
      const told = when === undefined ? 'is out of force' : `is in force ${wordsOf(when)}`;
      context.print(`${name} ${model?.version} ${told}`);
    });
}

function wordsOf(when: When): string {
  return when === 'asked' ? 'when a filter asks, and by morning' : 'for every alert';
}

/** A mistake in a model is told as it is. */
function inWords<Result>(make: () => Result): Result {
  try {
    return make();
  } catch (error) {
    if (error instanceof ModelError) throw new UserError(`${error.message}.`, { cause: error });
    throw error;
  }
}
