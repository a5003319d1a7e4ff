export type QueryErrorCode =
  | 'unknown_collection'
  | 'bad_query'
  | 'time_limit'
  | 'row_limit'
  | 'cancelled';

/** Why a query was not answered; the message is for whoever wrote the query. */
export class QueryError extends Error {
  readonly code: QueryErrorCode;

  constructor(code: QueryErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'QueryError';
    this.code = code;
  }
}
