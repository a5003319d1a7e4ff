// Run by npm after an installation: makes git use the hooks of this folder, where it is a git
// checkout without hooks of its own. Never fails: an archive or a missing git is no error.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const git = (...args) => spawnSync('git', args, { cwd: root, encoding: 'utf8' });

if (existsSync(join(root, '.git')) && git('config', 'core.hooksPath').status === 1) {
  git('config', '--local', 'core.hooksPath', 'scripts/hooks');
}
