/** The audiences of a survey's programmes. */
export type ProgramAudiences = ReadonlyMap<number, number>;
