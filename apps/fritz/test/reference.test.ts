import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { createContext } from '../src/cli/context.ts';
import { createProgram, everyCommand } from '../src/cli/program.ts';
import { cliReference } from '../src/reference/cli-reference.ts';
import { configurationReference } from '../src/reference/configuration-reference.ts';

const page = (name: string) =>
  readFileSync(new URL(`../../../docs/reference/${name}`, import.meta.url), 'utf8');

test('the reference pages are those of the present program', () => {
  assert.equal(page('cli.md'), cliReference(), 'run node apps/fritz/src/reference/write.ts');
  assert.equal(page('configuration.md'), configurationReference());
});

test('every command has a summary and examples in its help', () => {
  const program = createProgram(createContext(new AbortController().signal));
  for (const command of everyCommand(program).slice(1)) {
    assert.notEqual(command.summary(), '', command.name());
    let help = '';
    const writeOut = (text: string) => {
      help += text;
    };
    command.configureOutput({ writeOut });
    command.outputHelp();
    assert.match(help, /\nExamples:\n {2}\S/, command.name());
  }
});
