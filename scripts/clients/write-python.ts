import type { Operation, Parameter } from './openapi-reader.ts';

/** Words of Python's own, which no argument can be called. */
const reserved = new Set([
  ...['and', 'as', 'assert', 'break', 'class', 'continue', 'def', 'del', 'elif', 'else', 'except'],
  ...['finally', 'for', 'from', 'global', 'if', 'import', 'in', 'is', 'lambda', 'not', 'or'],
  ...['pass', 'raise', 'return', 'self', 'try', 'while', 'with', 'yield', 'body', 'None', 'True'],
]);

/** A class with a method for each operation. */
export function writePython(operations: readonly Operation[]): string {
  return `# Generated from the OpenAPI document by scripts/openapi.ts: do not edit.
"""One method for each operation of Fritz's API."""


class Operations:
    """Needs \`call(method, path, params, body, is_file)\` of whoever inherits from it."""

${operations.map(methodOf).join('\n')}`;
}

function methodOf(operation: Operation): string {
  const { name, method, summary, params, query, body, data } = operation;
  const first = ['self', ...params.map(({ name: param }) => argument(param))];
  if (body !== null) first.push('body=None');
  const named = query.map((one) => `${argument(one.name)}${one.required ? '' : '=None'}`);
  const all = named.length > 0 ? [...first, '*', ...named] : first;
  const fields = query.map(({ name: field }) => `'${field}': ${argument(field)}`);
  const rest = [
    `'${method}'`,
    pathOf(operation),
    `{${fields.join(', ')}}`,
    body === null ? 'None' : 'body',
    data === null ? 'True' : 'False',
  ];
  const notes = [...params, ...query].flatMap(noteOf);
  const doc = notes.length > 0 ? `${summary}\n\n${notes.join('\n')}\n        ` : summary;
  return `    def ${snakeCase(name)}(${all.join(', ')}):
        """${doc.replaceAll('\\', '\\\\').replaceAll('"""', "'''")}"""
        return self.call(${rest.join(', ')})
`;
}

function noteOf({ name, description }: Parameter): string[] {
  return description === null ? [] : [`        ${argument(name)}: ${description}`];
}

/** The path as a tuple of its parts, each of which is quoted by itself. */
function pathOf({ path }: Operation): string {
  const parts = path
    .split('/')
    .slice(1)
    .map((part) => {
      const whole = /^\{(\w+)\}$/.exec(part)?.[1];
      if (whole !== undefined) return argument(whole);
      const pieces = part.split(/(\{\w+\})/).filter((piece) => piece !== '');
      return pieces
        .map((piece) =>
          piece.startsWith('{') ? `str(${argument(piece.slice(1, -1))})` : `'${piece}'`,
        )
        .join(' + ');
    });
  return `(${parts.join(', ')},)`;
}

export function snakeCase(name: string): string {
  return name.replaceAll(/[A-Z]+/g, (letters, at: number) => {
    return `${at > 0 ? '_' : ''}${letters.toLowerCase()}`;
  });
}

function argument(name: string): string {
  const plain = name.replaceAll(/\W/g, '_');
  return reserved.has(plain) ? `${plain}_` : plain;
}
