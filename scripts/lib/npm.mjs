import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { SetupError } from './setup-error.mjs';

/** Runs npm in `cwd`; resolves to its exit code and everything it printed. */
export async function runNpm(cwd, args) {
  const [program, ...before] = findNpm();
  return runQuietly(program, [...before, ...args], cwd);
}

/** Runs a program without input; resolves to its exit code and everything it printed. */
export function runQuietly(program, args, cwd) {
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      cwd,
      env: plainEnvironment(),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    const collect = (chunk) => {
      output += chunk;
    };
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    child.on('error', (error) => resolve({ code: 1, output: `${output}${error.message}` }));
    child.on('close', (code) => resolve({ code, output }));
  });
}

/** npm as the program and its first arguments: the one that runs us, ours, or the PATH's. */
function findNpm() {
  const fromCaller = process.env.npm_execpath ?? '';
  const beside = join(dirname(process.execPath), '../lib/node_modules/npm/bin/npm-cli.js');
  const isNpm = /^np[mx]-cli\.js$/.test(basename(fromCaller));
  const candidates = isNpm ? [join(dirname(fromCaller), 'npm-cli.js'), beside] : [beside];
  const script = candidates.find((path) => existsSync(path));
  return script ? [process.execPath, script] : ['npm'];
}

/**
 * The environment without what an outer npm set for its own run (npm_config_package of npx,
 * npm_config_local_prefix, …), which would mislead the inner one; addresses and folders stay.
 */
function plainEnvironment() {
  const kept =
    /^npm_config_(registry|cache|userconfig|globalconfig|proxy|https_proxy|noproxy|cafile|offline|prefer_offline|fetch_\w+)$/i;
  const entries = Object.entries(process.env).filter(([name]) => {
    return !/^npm_/i.test(name) || kept.test(name);
  });
  // What npm is told here must not depend on how the caller runs Fritz.
  return Object.fromEntries(entries.filter(([name]) => name !== 'NODE_ENV'));
}

/** True when npm ci found that the lockfile does not match what the packages ask for. */
export function isLockfileRefused(output) {
  return /npm (?:error|ERR!) code EUSAGE/.test(output);
}

/** Makes one line of npm's complaints; its whole output comes before. */
export function explainNpmFailure(output) {
  const lines = output
    .trim()
    .split('\n')
    .filter((line) => !/^npm (warn|notice)\b/i.test(line));
  // The reason stands first; after it npm may print its whole manual.
  console.error(lines.length > 40 ? [...lines.slice(0, 30), '…'].join('\n') : lines.join('\n'));
  const text = lines.join('\n');
  const code = /npm (?:error|ERR!) code (\w+)/.exec(text)?.[1] ?? '';
  if (
    /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|ENOTCACHED|ERR_SOCKET/.test(
      text,
    )
  ) {
    return new SetupError(
      `the package registry cannot be reached (${code || 'network'}): ` +
        'connect, or set the proxy with "npm config set proxy", then start again.',
    );
  }
  if (/^E(401|403|404|5\d\d)$/.test(code)) {
    return new SetupError(
      `the package registry refused a package (${code}): check "npm config get registry", then start again.`,
    );
  }
  if (/ENOSPC|EDQUOT/.test(text)) {
    return new SetupError('no space is left for node_modules: free about 1 GB, then start again.');
  }
  if (/\bnpm ENOENT$/.test(text)) {
    return new SetupError('npm was not found: install it beside Node, then start again.');
  }
  return new SetupError(`npm ci failed (${code || 'see above'}): correct that, then start again.`);
}
