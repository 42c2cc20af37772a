/** Plain data that can be written. */
export type YamlValue =
  string | number | boolean | null | readonly YamlValue[] | { readonly [key: string]: YamlValue };

const PLAIN = /^[A-Za-z][A-Za-z0-9_./()-]*( [A-Za-z0-9_./()-]+)*$/;
const RESERVED = /^(true|false|yes|no|on|off|null|y|n|nan|inf|e[0-9_]+)$/i;

function scalar(value: string | number | boolean | null): string {
  if (typeof value === 'number') {
    if (Number.isNaN(value)) return '.nan';
    if (!Number.isFinite(value)) return value > 0 ? '.inf' : '-.inf';
    const text = String(value);
    return /^-?\d+e/.test(text) ? text.replace('e', '.0e') : text;
  }
  if (typeof value !== 'string') return String(value);
  if (PLAIN.test(value) && !RESERVED.test(value)) return value;
  return JSON.stringify(value.toWellFormed()).replace(
    /[\u007f-\u00a0\u2028\u2029\ufeff\ufffe\uffff]/g,
    (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

function isScalar(value: YamlValue): value is string | number | boolean | null {
  return typeof value !== 'object' || value === null;
}

/** A small map or list of scalars on one line, or null where it would be long. */
function inline(value: YamlValue): string | null {
  if (isScalar(value)) return scalar(value);
  const parts = Array.isArray(value)
    ? value.map((item: YamlValue) => inline(item))
    : Object.entries(value).map(([key, item]) => (isScalar(item) ? `${scalar(key)}: ${scalar(item)}` : null));
  if (parts.includes(null)) return null;
  const text = parts.join(', ');
  const [open, close] = Array.isArray(value) ? ['[', ']'] : ['{', '}'];
  return text.length > 90 ? null : `${open}${text}${close}`;
}

function block(value: YamlValue, indent: string): string {
  if (isScalar(value) || Object.keys(value).length === 0) return `${inline(value)}\n`;
  if (Array.isArray(value)) {
    return value
      .map((item: YamlValue) => {
        const short = inline(item);
        return `${indent}- ${short === null ? block(item, `${indent}  `).slice(indent.length + 2) : `${short}\n`}`;
      })
      .join('');
  }
  return Object.entries(value)
    .map(([key, item]) => {
      const short = isScalar(item) || Object.keys(item).length === 0 ? inline(item) : null;
      const own = Array.isArray(item) ? indent : `${indent}  `;
      return `${indent}${scalar(key)}:${short === null ? `\n${block(item, own)}` : ` ${short}\n`}`;
    })
    .join('');
}

/** Plain data as YAML 1.2 that readers of YAML 1.1 understand alike: texts in double quotes where in doubt, numbers in their shortest text. */
export function yamlOf(value: YamlValue): string {
  return block(value, '');
}
