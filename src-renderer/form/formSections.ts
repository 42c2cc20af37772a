import { shapeOf } from './fieldShape.ts';
import type { FieldSchema, FormSection } from './formField.ts';

/** The sections with the keys that the schema has; what no section names stands in a last one. What can only have one value stands in none. */
export function allSections(
  sections: readonly FormSection[],
  properties: Readonly<Record<string, FieldSchema>>,
): FormSection[] {
  const known = sections.map(({ keys, ...section }) => {
    return { ...section, keys: keys.filter((key) => Object.hasOwn(properties, key)) };
  });
  const named = new Set(known.flatMap(({ keys }) => keys));
  const rest = Object.keys(properties).filter((key) => !named.has(key));
  const constant = rest.filter((key) => shapeOf(properties[key]).kind === 'constant');
  const others = rest.filter((key) => !constant.includes(key));
  const last = others.length > 0 ? [{ title: sections.length > 0 ? 'More' : 'Study', keys: others }] : [];
  return [...known.filter(({ keys }) => keys.length > 0), ...last];
}
