/** The part of it that the tests use, in the compiler's strict terms. */
declare module '@seriousme/openapi-schema-validator' {
  export class Validator {
    validate(document: object): Promise<{ valid: boolean; errors?: unknown }>;
  }
}
