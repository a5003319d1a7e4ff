import { stringifyExact } from '@fritz/contract';
import { Command } from 'commander';
import type { CommandContext } from '../cli/context.ts';
import { examples } from '../cli/examples.ts';
import { checkFilterText, type FilterProblem, readFilterText } from '../filter-file/read-filter.ts';
import { formatNoun } from '../terminal/format.ts';
import { surveyOption } from './filter-options.ts';

export function filterCheckCommand(context: CommandContext): Command {
  return new Command('check')
    .summary('check a filter: syntax, operators, and that alerts have what it reads')
    .description(
      'Needs no database. The exit code is 1 where something is wrong. A constant of another type ' +
        'than the field that it is compared with is allowed, and told as a warning.',
    )
    .argument('<file>', 'the pipeline: a JSON list of stages, or what was pasted from a shell')
    .addOption(surveyOption())
    .option(
      '--json',
      'print an object: ok, stages, reads, needs_history, program_ids, problems, warnings',
    )
    .addHelpText(
      'after',
      examples(
        ['fritz filter check bright.json', 'before it is saved'],
        ['fritz filter check bright.json --json', 'for an editor'],
      ),
    )
    .action((file: string, { json, survey }: { readonly json?: true; readonly survey: string }) => {
      const checked = checkFilterText(readFilterText(file), survey);
      const { stages, reads, needsHistory, programIds, problems, warnings } = checked;
      const isOk = problems.length === 0;
      if (!isOk) context.setExitCode(1);
      if (json) {
        const told = { ok: isOk, stages, reads, needs_history: needsHistory };
        const found = { program_ids: programIds, problems, warnings };
        return context.print(stringifyExact({ ...told, ...found }));
      }
      for (const one of problems) context.say(`fritz: ${file}: ${describeProblem(one)}`);
      for (const one of warnings) context.say(`fritz: ${file}: warning: ${describeProblem(one)}`);
      if (!isOk) return;
      context.print(`${file} is a filter of ${formatNoun(stages.length, 'stage')}`);
      context.print(
        needsHistory
          ? "it reads the object's history"
          : 'it reads the alert alone: it is cheap, whatever the history',
      );
      if (reads !== null) context.print(`it reads ${reads.join(', ') || 'nothing'}`);
      if (programIds !== null) context.print(`it asks for programmes ${programIds.join(', ')}`);
    });
}

function describeProblem({ path, message }: FilterProblem): string {
  return path === '' ? message : `${path}: ${message}`;
}
