import { clearable, datetime, nullable, rowId, Type } from '../schema.ts';

/** A username: it is part of addresses, and its case never matters. */
export const username = Type.String({
  minLength: 1,
  maxLength: 100,
  pattern: '^[a-zA-Z0-9][a-zA-Z0-9_.@-]*$',
  description: 'Letters, digits and _ . @ -; capital letters become small ones',
  examples: ['ada'],
});

/** A first or last name. */
const personName = Type.String({ maxLength: 200 });

/** An e-mail address (RFC 5321 bounds its length). */
const contactEmail = Type.String({
  maxLength: 254,
  pattern: '^[^\\s@<>",;]+@[^\\s@<>",;]+\\.[^\\s@<>",;]+$',
  description: 'An e-mail address',
  examples: ['ada@example.org'],
});

/** The same with blanks around it, as it may have been pasted. */
export const paddedEmail = Type.String({
  maxLength: 300,
  pattern: '^\\s*(?=\\S{3,254}\\s*$)[^\\s@<>",;]+@[^\\s@<>",;]+\\.[^\\s@<>",;]+\\s*$',
  description: 'An e-mail address; blanks around it are left out',
  examples: ['ada@example.org'],
});

/** The picture that goes with an e-mail address. */
const gravatarUrl = nullable(
  Type.String({ description: 'At gravatar.com; null where the e-mail is' }),
);

/** The institutions that somebody is at. */
const affiliations = Type.Array(Type.String({ minLength: 1, maxLength: 300 }), {
  maxItems: 20,
});

/** What somebody says of himself. */
const bio = Type.String({ maxLength: 1000 });

/** A telephone number. */
const contactPhone = Type.String({
  pattern: '^\\+?[0-9][0-9 ().-]{4,30}$',
  description: 'A telephone number, with its country',
  examples: ['+1 626 395 6811'],
});

/** What everyone here knows of somebody. */
export const personShown = {
  id: rowId('The user'),
  username: Type.String(),
  first_name: nullable(Type.String()),
  last_name: nullable(Type.String()),
  affiliations: Type.Array(Type.String()),
  bio: nullable(Type.String()),
  is_bot: Type.Boolean(),
  gravatar_url: gravatarUrl,
  created_at: datetime('When the account was made'),
  revision: Type.Integer({ description: 'Counts the changes; send it back with a change' }),
};

/** What is written of a person, by himself or by who manages users; what is absent stays. */
export const personChange = {
  first_name: Type.Optional(nullable(personName)),
  last_name: Type.Optional(nullable(personName)),
  contact_email: Type.Optional(clearable(contactEmail)),
  contact_phone: Type.Optional(clearable(contactPhone)),
  affiliations: Type.Optional(affiliations),
  bio: Type.Optional(nullable(bio)),
  is_bot: Type.Optional(Type.Boolean()),
};

/** The revision that was read of what is to be changed. */
export const knownRevision = Type.Optional(
  Type.Integer({ description: 'What was read: a conflict where it has changed since' }),
);
