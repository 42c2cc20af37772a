import type { PathPart } from './placeAt.ts';

/** A node of a JSON Schema (draft 2020-12, everything inline). */
export interface SchemaNode {
  title?: string;
  description?: string;
  unit?: string;
  type?: string;
  const?: unknown;
  enum?: readonly unknown[];
  anyOf?: readonly SchemaNode[];
  properties?: Readonly<Record<string, SchemaNode>>;
  required?: readonly string[];
  additionalProperties?: SchemaNode | boolean;
  items?: SchemaNode;
  prefixItems?: readonly SchemaNode[];
}

/** A node and the forms that it may have. */
export function formsOf(node: SchemaNode): SchemaNode[] {
  return [node, ...(node.anyOf ?? []).flatMap(formsOf)];
}

function below(node: SchemaNode, part: PathPart): SchemaNode[] {
  const next =
    typeof part === 'number'
      ? (node.prefixItems?.[part] ?? node.items)
      : node.properties && Object.hasOwn(node.properties, part)
        ? node.properties[part]
        : node.additionalProperties;
  return typeof next === 'object' ? [next] : [];
}

/** The nodes that describe what stands under a path; empty where the schema knows nothing. */
export function nodesAt(schema: SchemaNode, path: readonly PathPart[]): SchemaNode[] {
  return path.reduce<SchemaNode[]>(
    (nodes, part) => nodes.flatMap(formsOf).flatMap((node) => below(node, part)),
    [schema],
  );
}

/** The keys that a map may have, with their nodes. */
export function keysOf(nodes: readonly SchemaNode[]): { key: string; node: SchemaNode; required: boolean }[] {
  const keys = new Map<string, { key: string; node: SchemaNode; required: boolean }>();
  for (const { properties = {}, required = [] } of nodes.flatMap(formsOf)) {
    for (const [key, node] of Object.entries(properties)) {
      if (!keys.has(key)) keys.set(key, { key, node, required: required.includes(key) });
    }
  }
  return [...keys.values()];
}

/** The values that a schema lists, as the document writes them. */
export function valuesOf(nodes: readonly SchemaNode[]): string[] {
  const values = nodes.flatMap(formsOf).flatMap((node) => {
    if (node.enum) return node.enum.map(String);
    if (node.const !== undefined) return [String(node.const)];
    return node.type === 'boolean' ? ['true', 'false'] : [];
  });
  return [...new Set(values)];
}

/** Whether what stands there is a map in every form. */
export function isMap(node: SchemaNode): boolean {
  const typed = formsOf(node).filter(({ type }) => type !== undefined && type !== 'null');
  return typed.length > 0 && typed.every(({ type }) => type === 'object');
}
