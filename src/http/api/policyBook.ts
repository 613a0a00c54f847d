import { compilePolicy, type Policy } from '../../pipeline/compilePolicy.ts';
import { policyMark } from '../../pipeline/trace.ts';
import type { Database } from '../../store/database.ts';
import { readPolicy } from '../../store/engineRow.ts';
import { readPolicyAt } from '../../store/readPolicyAt.ts';

const KEPT = 8;

/** The policies of other hours, compiled. Those asked for last are kept: compiling hundreds of regexes takes its time. */
export class PolicyBook {
  private readonly known = new Map<string, Policy>();

  /** The policy that a trace names (`mark`) and that decided the entry at `position`; null where it is not kept any more. */
  async find(db: Database, mark: string, position: number): Promise<Policy | null> {
    const known = this.known.get(mark);
    if (known) return known;
    for (const read of [() => readPolicy(db), () => readPolicyAt(db, position)]) {
      const source = await read();
      const policy = source && compilePolicy(source);
      if (policy && policyMark(policy.hash) === mark) {
        this.keep(mark, policy);
        return policy;
      }
    }
    return null;
  }

  private keep(mark: string, policy: Policy): void {
    this.known.set(mark, policy);
    const [oldest] = this.known.keys();
    if (this.known.size > KEPT && oldest !== undefined) this.known.delete(oldest);
  }
}
