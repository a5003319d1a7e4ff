import { type FormEvent, useState } from 'react';

/** What was changed, as the API takes it: texts without their ends, an emptied one is null. */
export function changedFields<Edit extends object>(
  edit: Edit,
  before: Edit,
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(edit).flatMap(([name, value]: [string, unknown]) => {
      if (value === Reflect.get(before, name)) return [];
      if (typeof value !== 'string') return [[name, value]];
      return [[name, value.trim() === '' ? null : value.trim()]];
    }),
  );
}

/** A form over what is there already: what was typed stands before it, until it is saved or undone. */
export function useEdit<Edit extends object>(before: Edit, save: (edit: Edit) => Promise<unknown>) {
  const [edited, setEdited] = useState<Partial<Edit>>({});
  const edit: Edit = { ...before, ...edited };
  const undo = () => setEdited({});
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save(edit).then(undo, () => undefined);
  };
  return {
    edit,
    isChanged: Object.keys(changedFields(edit, before)).length > 0,
    change: (part: Partial<Edit>) => setEdited({ ...edited, ...part }),
    undo,
    submit,
  };
}
