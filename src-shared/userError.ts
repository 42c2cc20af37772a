/** Codes of everything a user can mend; scripts read them from `--json` output. */
export type ErrorCode =
  | 'usage'
  | 'malformed'
  | 'document'
  | 'expression'
  | 'unknown-name'
  | 'no-match'
  | 'missing'
  | 'unreadable'
  | 'not-root'
  | 'damaged'
  | 'unsupported'
  | 'no-object'
  | 'changed'
  | 'too-large'
  | 'cancelled'
  | 'busy';

/** Where a problem lies: any of file, object inside it, byte offset, and line/column or characters of a text. */
export interface Where {
  file?: string;
  object?: string;
  offset?: number;
  path?: string;
  line?: number;
  column?: number;
  /** First and one-past-last character in the expression's text, from 0. */
  span?: [number, number];
}

/** The plain form of a {@link UserError}: crosses threads, processes and `--json` unchanged. */
export interface ErrorReport {
  code: ErrorCode;
  message: string;
  hint?: string;
  where?: Where;
}

/** A problem that the user can mend. Anything else that is thrown is a bug of the program. */
export class UserError extends Error {
  readonly code: ErrorCode;
  readonly hint?: string;
  readonly where?: Where;

  constructor(code: ErrorCode, message: string, details: { hint?: string; where?: Where } = {}) {
    super(message);
    this.name = 'UserError';
    this.code = code;
    if (details.hint !== undefined) this.hint = details.hint;
    if (details.where !== undefined) this.where = details.where;
  }

  /** The plain form, for a message between processes or `--json`. */
  report(): ErrorReport {
    const report: ErrorReport = { code: this.code, message: this.message };
    if (this.hint !== undefined) report.hint = this.hint;
    if (this.where !== undefined) report.where = this.where;
    return report;
  }

  /** The error that a {@link UserError.report} describes. */
  static from(report: ErrorReport): UserError {
    return new UserError(report.code, report.message, {
      ...(report.hint !== undefined && { hint: report.hint }),
      ...(report.where !== undefined && { where: report.where }),
    });
  }
}
