import { compilePastFilter } from '@fritz/archive';
import { stringifyExact } from '@fritz/contract';
import { type ExplainedCondition, type Explanation, explainOne } from '@fritz/mql';
import { adapterOf } from '@fritz/surveys';
import { Command } from 'commander';
import type { CommandContext } from '../cli/context.ts';
import { examples } from '../cli/examples.ts';
import { visitAlerts } from '../filter-file/alert-source.ts';
import { readFilterText } from '../filter-file/read-filter.ts';
import { surveyOption } from './filter-options.ts';

interface ExplainOptions {
  readonly survey: string;
  readonly packets?: readonly string[];
  readonly json?: true;
}

export function filterExplainCommand(context: CommandContext): Command {
  return new Command('explain')
    .summary('tell why an alert passes a filter, or does not: stage by stage')
    .argument('<file>', 'the pipeline')
    .argument('<alert>', 'a candid, or the name of an object for its newest alert')
    .addOption(surveyOption())
    .option('--packets <path...>', 'packets, folders or tar archives instead of the archive')
    .option('--json', 'print one object: candid, objectId, explanation')
    .addHelpText(
      'after',
      examples(
        ['fritz filter explain bright.json 2475433850015010009', 'one alert'],
        ['fritz filter explain bright.json ZTF20aajcbhr --packets ~/ztf', 'of a folder'],
      ),
    )
    .action((file: string, alert: string, options: ExplainOptions) =>
      runExplain(context, file, alert, options),
    );
}

async function runExplain(
  context: CommandContext,
  file: string,
  alert: string,
  { survey, packets, json }: ExplainOptions,
): Promise<void> {
  const { compiled, programIds, joint } = compilePastFilter(
    readFilterText(file),
    [1, 2, 3],
    adapterOf(survey),
  );
  const { pipeline, options } = compiled.source;
  const order = { programIds, reads: [null], onProgress: () => {} };
  const choice = { survey, alert, ...(packets ? { packets } : {}) };
  await visitAlerts(context, choice, order, ({ candid, objectId }, documentOf) => {
    const document = documentOf(programIds, joint);
    for (const name of Object.keys(document)) void document[name];
    const explanation = explainOne(pipeline, document, options);
    if (json) return context.print(stringifyExact({ candid, objectId, explanation }));
    context.print(`${candid} of ${objectId}: ${explanation.outcome}`);
    describeStages(explanation).forEach(context.print);
  });
}

function describeStages({ stages, output, error, rejectedBeforeError }: Explanation): string[] {
  const lines = stages.flatMap(({ at, outcome, fields, condition, elapsedUs, error: failed }) => [
    `${at}: ${outcome}${outcome === 'skipped' ? '' : ` (${elapsedUs.toFixed(0)} µs)`}`,
    ...(fields.added.length > 0 ? [`    adds ${fields.added.join(', ')}`] : []),
    ...(condition ? describeConditions(condition, 2) : []),
    ...(failed ? [`    ${failed.path}: ${failed.message}`] : []),
  ]);
  if (rejectedBeforeError && error) {
    lines.push(`The stream rejects it before it comes to ${error.path}: ${error.message}`);
  }
  if (output !== null) lines.push(`gives ${stringifyExact(output)}`);
  return lines;
}

function describeConditions(condition: ExplainedCondition, depth: number): string[] {
  const { held, text, operands, parts, error } = condition;
  const sign = held === null ? '!' : held ? '+' : '-';
  const values = operands.map(
    ({ text: of, seen }) =>
      `${of} is ${seen.type === 'missing' ? 'missing' : stringifyExact(seen.value)}`,
  );
  const found = error ? error.message : values.join(', ');
  const line = `${'  '.repeat(depth)}${sign} ${text}${found === '' ? '' : `   (${found})`}`;
  return [line, ...parts.flatMap((part) => describeConditions(part, depth + 1))];
}
