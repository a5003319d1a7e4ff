import { nullable, Type } from '../schema.ts';

/** A username: it is part of addresses, and its case never matters. */
export const username = Type.String({
  minLength: 1,
  maxLength: 100,
  pattern: '^[a-zA-Z0-9][a-zA-Z0-9_.@-]*$',
  description: 'Letters, digits and _ . @ -; capital letters become small ones',
  examples: ['ada'],
});

/** A first or last name. */
export const personName = Type.String({ maxLength: 200 });

/** An e-mail address (RFC 5321 bounds its length). */
export const contactEmail = Type.String({
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
export const gravatarUrl = nullable(
  Type.String({ description: 'At gravatar.com; null where the e-mail is' }),
);

/** The institutions that somebody is at. */
export const affiliations = Type.Array(Type.String({ minLength: 1, maxLength: 300 }), {
  maxItems: 20,
});

/** What somebody says of himself. */
export const bio = Type.String({ maxLength: 1000 });

/** A telephone number. */
export const contactPhone = Type.String({
  pattern: '^\\+?[0-9][0-9 ().-]{4,30}$',
  description: 'A telephone number, with its country',
  examples: ['+1 626 395 6811'],
});
