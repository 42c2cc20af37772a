import { UserError, type Where } from '../../../src-shared/userError.ts';

/** The file says something impossible: code `damaged`, with file, object and offset. */
export function damaged(where: Where, message: string): UserError {
  return new UserError('damaged', `${label(where)}${message}`, {
    hint: 'The file is damaged or was cut short: fetch it again, or compare its checksum with the original.',
    where,
  });
}

/** The file is sound as far as one can see, but this reader has no rule for what stands there: code `unsupported`. */
export function unsupported(where: Where, message: string): UserError {
  return new UserError('unsupported', `${label(where)}${message}`, { where });
}

/** What an error says, for a list that names the file and `object` beside it: without them, another object kept. */
export function reasonBeside({ message, where }: UserError, object: string): string {
  const lead = label(where ?? {});
  if (!message.startsWith(lead)) return message;
  const reason = message.slice(lead.length);
  return where?.object === undefined || where.object === object ? reason : `${where.object}: ${reason}`;
}

function label(where: Where): string {
  const parts = [where.file, where.object].filter((part) => part !== undefined);
  return parts.length > 0 ? `${parts.join(', ')}: ` : '';
}
