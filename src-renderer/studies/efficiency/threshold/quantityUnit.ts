import type { Syntax } from '../../../../src-shared/expression/syntax.ts';
import {
  commonUnit,
  multiplyUnits,
  parseUnit,
  PLAIN,
  printUnit,
  unitsAgree,
} from '../../../../src-shared/expression/units.ts';
import type { Unit } from '../../../../src-shared/expression/units.ts';

/** Functions whose value has the unit of their arguments. */
const SAME_UNIT = new Set(['abs', 'min', 'max']);

function sum(left: Unit | null, right: Unit | null): Unit | null {
  return left && right && unitsAgree(left, right) ? commonUnit(left, right) : null;
}

function unitIn(syntax: Syntax, units: ReadonlyMap<string, string | null>): Unit | null {
  const inside = (inner: Syntax) => unitIn(inner, units);
  switch (syntax.kind) {
    case 'number':
      return PLAIN;
    case 'name':
    case 'member': {
      const unit = units.get(syntax.name);
      return unit === undefined ? null : parseUnit(unit);
    }
    case 'unary':
      return inside(syntax.operand);
    case 'conditional':
      return sum(inside(syntax.yes), inside(syntax.no));
    case 'call':
      return SAME_UNIT.has(syntax.name) ? syntax.arguments.map(inside).reduce(sum, PLAIN) : null;
    case 'binary': {
      const [left, right] = [inside(syntax.left), inside(syntax.right)];
      if (syntax.operator === '+' || syntax.operator === '-') return sum(left, right);
      if (syntax.operator !== '*' && syntax.operator !== '/') return null;
      return left && right && multiplyUnits(left, right, syntax.operator === '*' ? 1 : -1);
    }
    default:
      return null;
  }
}

/** Unit of a quantity, `GeV`, from those of its names; null for a plain number and where it cannot be known. */
export function quantityUnit(syntax: Syntax, units: ReadonlyMap<string, string | null>): string | null {
  const unit = unitIn(syntax, units);
  return unit && printUnit(unit);
}
