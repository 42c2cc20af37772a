import { UserError } from '../../../src-shared/userError.ts';
import type { Column, Tree } from '../root/tree.ts';
import type { Binding } from './binding.ts';

/**
 * The stored branches of a tree behind columns, derived ones expanded; order kept, each once. Throws `no-object` for one that
 * the tree does not have, `unsupported` for one that cannot be read.
 */
export function storedPlans<C extends Column>(
  { tree, binding }: { tree: Tree<C>; binding: Pick<Binding, 'inputs'> },
  columns: readonly string[],
): C[] {
  const plans = new Map(tree.columns.map((plan) => [plan.name, plan]));
  const wanted = new Set<C>();
  for (const name of binding.inputs(columns)) {
    const plan = plans.get(name);
    if (!plan)
      throw new UserError('no-object', `there is no branch ${name}`, { where: { object: tree.path } });
    if (plan.notRead !== null) {
      throw new UserError('unsupported', `branch ${name} cannot be read: ${plan.notRead}`, {
        where: { object: `${tree.path}/${name}` },
      });
    }
    wanted.add(plan);
  }
  return [...wanted];
}
