import type { Command } from 'commander';
import { createContext } from '../cli/context.ts';
import { createProgram, everyCommand } from '../cli/program.ts';

/** docs/reference/cli.md: the help of every command, as it prints it. */
export function cliReference(): string {
  const program = createProgram(createContext(new AbortController().signal));
  const sections = everyCommand(program).map((command) => {
    const name = fullName(command);
    const level = '#'.repeat(Math.min(4, name.split(' ').length + 1));
    return `${level} ${name}\n\n\`\`\`text\n${helpOf(command)}\n\`\`\`\n`;
  });
  return `${head}\n${sections.join('\n')}`;
}

const head = `<!-- Generated from the commands' help: node apps/fritz/src/reference/write.ts -->

# The command line

In a checkout every command is \`npx fritz …\` or \`npm run -s fritz -- …\`; the examples write \`fritz\`.
\`npm start\` is \`fritz up\`. Options that a program would read come with \`--json\`. Tools may run
beside a running Fritz; without one they start the embedded database for as long as they need it.

Exit codes: 0 all is well; 1 the work failed, with one line that says what to do; 2 it was done, but
something in the input was refused; 130 interrupted.
`;

function fullName(command: Command): string {
  return command.parent ? `${fullName(command.parent)} ${command.name()}` : command.name();
}

/** The help at a fixed width, so that it does not depend on the terminal. */
function helpOf(command: Command): string {
  let text = '';
  const output = command.configureOutput();
  command.configureOutput({
    ...output,
    writeOut: (part) => {
      text += part;
    },
    getOutHelpWidth: () => 100,
    getOutHasColors: () => false,
  });
  command.outputHelp();
  return text.trimEnd();
}
