import { Type } from '../schema.ts';

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

/** A telephone number. */
export const contactPhone = Type.String({
  pattern: '^\\+?[0-9][0-9 ().-]{4,30}$',
  description: 'A telephone number, with its country',
  examples: ['+1 626 395 6811'],
});
