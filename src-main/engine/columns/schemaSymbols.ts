import type { ColumnSymbol, Level, ValueType } from '../../../src-shared/expression/environment.ts';
import type { Column } from '../root/tree.ts';
import type { StoredTraits } from './schema.ts';

function valueType(column: Column, traits: StoredTraits): ValueType {
  if (column.element === 'bool' || traits.decision) return 'boolean';
  if (column.element === 'int64' || column.element === 'uint64') return 'integer64';
  return column.element === 'string' ? 'string' : 'number';
}

/** A stored column as expressions see it under its own name: in the file's unit, with the values that mean "missing". */
export function columnSymbol(column: Column, level: Level, traits: StoredTraits): ColumnSymbol {
  return {
    kind: 'column',
    column: column.name,
    level,
    type: valueType(column, traits),
    length: column.shape === 'fixed' ? column.length : column.shape === 'nested' ? 0 : 1,
    unit: traits.unit,
    divisor: 1,
    sentinels: traits.sentinels,
    negativeIsMissing: traits.negativeIsMissing,
    ...(column.title !== '' && column.title !== column.name && { title: column.title }),
  };
}
