type Person = {
  readonly username: string;
  readonly first_name: string | null;
  readonly last_name: string | null;
};

/** `Ada Lovelace`; empty where no name is known. */
export function fullName(person: Person): string {
  return [person.first_name, person.last_name].filter(Boolean).join(' ');
}

/** `Ada Lovelace (ada)`, or `ada` where no name is known. */
export function nameOf(person: Person): string {
  const name = fullName(person);
  return name === '' ? person.username : `${name} (${person.username})`;
}

/** Whether each word of a search stands somewhere in a person's names, whatever the case. */
export function matchesPerson(person: Person, search: string): boolean {
  const text = nameOf(person).toLowerCase();
  return search
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}

/** `ada, bob and 3 others`. */
export function nameSome(names: readonly string[], most = 5): string {
  if (names.length <= most) {
    return names.length < 2
      ? names.join('')
      : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
  }
  return `${names.slice(0, most).join(', ')} and ${names.length - most} others`;
}
