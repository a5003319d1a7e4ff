/** What keeps Fritz from starting, as one line that says what to do. */
export class SetupError extends Error {}
