import { Composer, LineCounter, Parser, Lexer } from 'yaml';
import type { Alias, CST, Document, ParsedNode } from 'yaml';
import { UserError } from '../userError.ts';
import type { Where } from '../userError.ts';

/** Largest study document in bytes of UTF-8. */
export const MAX_BYTES = 4 * 2 ** 20;
/** Deepest nesting of maps and lists. */
export const MAX_DEPTH = 64;
/** Longest single text (an expression, a label, a key) in characters. */
export const MAX_SCALAR = 65_536;
const MAX_LEXEMES = 60_000;
/** What the lexer puts before the text of a plain or block scalar. */
const SCALAR = '\u001f';
/** The parser's own stack has up to two entries a level, the stream and the document on top. */
const MAX_STACK = 2 * MAX_DEPTH + 4;

/** A document of one YAML text, comments kept, with the means to say where something stands in it. */
export interface StudyDocument {
  /** What errors call it, normally the path as the user gave it. */
  name: string;
  document: Document.Parsed<ParsedNode>;
  lines: LineCounter;
  /** What each alias stands for, once the values were read. */
  aliases: WeakMap<Alias, unknown>;
}

/** File, line and column (from 1) of a character. */
export function placeOf({ name, lines }: Pick<StudyDocument, 'name' | 'lines'>, offset: number): Where {
  const { line, col } = lines.linePos(offset);
  return { file: name, line: Math.max(1, line), column: Math.max(1, col) };
}

/**
 * Parses YAML within limits: 4 MiB, 64 levels, no control characters, no byte order mark, one document, no directives. The
 * text is read token by token, so that a hostile one is refused before anything grows with it. What the values mean is not
 * looked at. Throws a UserError `document` (`too-large` beyond a limit) with line and column.
 */
export function readYaml(text: string, name: string): StudyDocument {
  checkCharacters(text, name);
  const lines = new LineCounter();
  const fail = (code: 'document' | 'too-large', message: string, offset: number, hint?: string): never => {
    throw new UserError(code, message, { ...(hint && { hint }), where: placeOf({ name, lines }, offset) });
  };
  const parser = new Parser(lines.addNewLine);
  const tokens: CST.Token[] = [];
  let documents = 0;
  const take = (token: CST.Token) => {
    if (token.type === 'directive')
      fail('document', `a directive (\`${short(token.source)}\`) is not allowed`, token.offset);
    if (token.type === 'document' && ++documents > 1)
      fail('document', 'a second document begins; a study file holds one', token.offset);
    if (token.type === 'error') fail('document', `not YAML: ${firstLine(token.message)}`, token.offset);
    tokens.push(token);
  };
  let lexemes = 0;
  let before = '';
  lines.addNewLine(0);
  for (const lexeme of new Lexer().lex(text)) {
    if (++lexemes > MAX_LEXEMES) fail('too-large', `more than ${MAX_LEXEMES} words and signs`, parser.offset);
    if (lexeme.length > MAX_SCALAR && (before === SCALAR || /^["']/.test(lexeme)))
      fail('too-large', `a text of ${lexeme.length} characters; at most ${MAX_SCALAR}`, parser.offset);
    before = lexeme;
    for (const token of parser.next(lexeme)) take(token);
    if (parser.stack.length > MAX_STACK)
      fail('too-large', `maps and lists are nested more than ${MAX_DEPTH} levels deep`, parser.offset);
  }
  for (const token of parser.end()) take(token);
  const composer = new Composer({
    uniqueKeys: false,
    prettyErrors: false,
    logLevel: 'silent',
    keepSourceTokens: true,
  });
  const [document] = composer.compose(tokens, true, text.length);
  const error = document!.errors[0];
  if (error) fail('document', `not YAML: ${firstLine(error.message)}`, error.pos[0], yamlHint(error.code));
  return { name, document: document!, lines, aliases: new WeakMap() };
}

function checkCharacters(text: string, name: string): void {
  const refuse = (code: 'document' | 'too-large', message: string, index: number, hint?: string): never => {
    const before = text.slice(0, index).split('\n');
    const where = { file: name, line: before.length, column: before.at(-1)!.length + 1 };
    throw new UserError(code, message, { ...(hint && { hint }), where });
  };
  if (text.charCodeAt(0) === 0xfeff)
    refuse(
      'document',
      'the text begins with a byte order mark',
      0,
      'save it as UTF-8 without byte order mark',
    );
  let bytes = 0;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    bytes += c < 0x80 ? 1 : c < 0x800 || (c >= 0xd800 && c < 0xe000) ? 2 : 3;
    if (bytes > MAX_BYTES) refuse('too-large', `the document is larger than ${MAX_BYTES} bytes (4 MiB)`, i);
    if (c < 0x20 ? c !== 0x09 && c !== 0x0a && c !== 0x0d : c === 0x7f || c === 0xfeff || c === 0xfffd)
      refuse('document', `${characterName(c)} is not allowed`, i, 'is this a text file in UTF-8?');
  }
}

function characterName(code: number): string {
  if (code === 0) return 'a NUL character';
  if (code === 0xfeff) return 'a byte order mark';
  if (code === 0xfffd) return 'a character that is not UTF-8';
  return `the control character U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
}

function yamlHint(code: string): string | undefined {
  if (code === 'TAB_AS_INDENT') return 'indent with spaces';
  if (code === 'BAD_INDENT' || code === 'MULTILINE_IMPLICIT_KEY') return 'check the indentation';
  if (code === 'BAD_ALIAS' || code === 'UNEXPECTED_TOKEN' || code === 'BAD_SCALAR_START')
    return 'put an expression that begins with a sign in quotes';
  return undefined;
}

function firstLine(message: string): string {
  return short(message.split('\n', 1)[0]!, 200);
}

/** The text, cut to a length that fits into a message. */
export function short(text: string, length = 40): string {
  return text.length <= length ? text : `${text.slice(0, length - 1)}…`;
}
