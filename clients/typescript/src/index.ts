export type { OperationName, Operations } from '../generated/operations.ts';
export { type ClientOptions, FritzClient } from './fritz-client.ts';
export { FritzError } from './fritz-error.ts';
