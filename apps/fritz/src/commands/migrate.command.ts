import {
  type MigrationStep,
  migrateDown,
  migrateUp,
  migrationStatus,
  planMigrations,
  type TableLock,
  withClient,
} from '@fritz/archive';
import { stringifyExact } from '@fritz/contract';
import { Command } from 'commander';
import type { CommandContext } from '../cli/context.ts';
import { examples } from '../cli/examples.ts';
import { wholeNumber } from '../cli/option-parsers.ts';
import { withRawDatabase } from '../cli/with-database.ts';
import { formatBytes, formatCount, formatSeconds, formatTable } from '../terminal/format.ts';
import { UserError } from '../user-error.ts';

export function migrateCommand(context: CommandContext): Command {
  return new Command('migrate')
    .summary('bring the database schema up, down, or tell where it is')
    .addCommand(upCommand(context))
    .addCommand(downCommand(context))
    .addCommand(statusCommand(context))
    .addHelpText(
      'after',
      examples(
        ['fritz migrate up --plan', 'which locks the pending migrations would take'],
        ['fritz migrate up', 'apply them'],
      ),
    );
}

function upCommand(context: CommandContext): Command {
  return new Command('up')
    .summary('apply the pending migrations')
    .option('--to <n>', 'the last one to apply', wholeNumber(0))
    .option('--plan', 'only try them on an empty copy and report their locks')
    .addHelpText('after', examples(['fritz migrate up --plan', 'look first']))
    .action(async ({ to, plan }: { readonly to?: number; readonly plan?: true }) => {
      await withRawDatabase(context, async ({ roles }) => {
        if (plan) return reportPlan(context, await planMigrations(roles.owner));
        const onStep = stepReporter(context);
        const steps = await withClient(roles.owner, (client) =>
          migrateUp(client, { onStep, ...(to === undefined ? {} : { to }) }),
        );
        if (steps.length === 0) context.print('the schema is up to date');
      });
    });
}

function downCommand(context: CommandContext): Command {
  return new Command('down')
    .summary('undo migrations, and delete what only they could hold')
    .requiredOption('--to <n>', 'the last one that stays; 0 undoes all', wholeNumber(0))
    .addHelpText('after', examples(['fritz migrate down --to 4', 'undo the fifth and later']))
    .action(async ({ to }: { readonly to: number }) => {
      await withRawDatabase(context, async ({ roles }) => {
        const onStep = stepReporter(context);
        const steps = await withClient(roles.owner, (client) =>
          migrateDown(client, { to, onStep }),
        );
        if (steps.length === 0) throw new UserError(`no migration after ${to} is applied.`);
      });
    });
}

function statusCommand(context: CommandContext): Command {
  return new Command('status')
    .summary('list the migrations, applied and pending')
    .option('--json', 'print a list of objects')
    .addHelpText('after', examples(['fritz migrate status', 'where the schema is']))
    .action(async ({ json }: { readonly json?: true }) => {
      const states = await withRawDatabase(context, ({ roles }) =>
        withClient(roles.owner, (client) => migrationStatus(client)),
      );
      if (json) return context.print(stringifyExact(states));
      const rows = states.map(({ name, appliedAt }) => [
        name,
        appliedAt === null ? 'pending' : `applied ${appliedAt.toISOString().slice(0, 19)}Z`,
      ]);
      context.print(formatTable(['migration', 'state'], rows));
    });
}

function stepReporter(context: CommandContext): (step: MigrationStep) => void {
  return ({ name, direction, durationMs, locks }) => {
    context.print(`${direction} ${name} (${formatSeconds(durationMs / 1000)})`);
    for (const lock of locks) context.print(`     ${describeLock(lock)}`);
  };
}

function reportPlan(
  context: CommandContext,
  planned: readonly { readonly name: string; readonly locks: readonly TableLock[] }[],
): void {
  if (planned.length === 0) context.print('the schema is up to date');
  for (const { name, locks } of planned) {
    context.print(
      `${name}: ${locks.length === 0 ? 'no lock on a table that exists' : ''}`.trimEnd(),
    );
    for (const lock of locks) context.print(`     ${describeLock(lock)}`);
  }
}

function describeLock(lock: TableLock): string {
  const size = `${formatBytes(lock.bytes)}, ${lock.rows === null ? 'rows unknown' : `about ${formatCount(lock.rows)} rows`}`;
  return `${lock.mode} on ${lock.relation} (${size}), held ${Math.round(lock.heldMs)} ms`;
}
