import { parse } from 'yaml';
import { InvalidRequestError } from '../../http/fritz-error.ts';

/** The hierarchy in the text of a YAML file: a class with its fields, or a list whose first is one. */
export function readHierarchyFile(text: string): Record<string, unknown> {
  const found = parseYaml(text);
  const first: unknown = Array.isArray(found) ? found[0] : found;
  if (typeof first === 'object' && first !== null && !Array.isArray(first)) {
    return Object.fromEntries(Object.entries(first));
  }
  throw refused('is not a class with its fields, nor a list of one');
}

function parseYaml(text: string): unknown {
  try {
    return parse(text);
  } catch (error) {
    const [line] = error instanceof Error ? error.message.split('\n') : [];
    throw refused(`is not YAML: ${line ?? ''}`);
  }
}

function refused(message: string): InvalidRequestError {
  return new InvalidRequestError([{ in: 'body', field: 'hierarchy_file', message }]);
}
