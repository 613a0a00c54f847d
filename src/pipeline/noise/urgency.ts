import { formatDuration } from '../../alert/duration.ts';
import { firstMatch } from '../../alert/firstMatch.ts';
import type { Labels } from '../../alert/labels.ts';
import type { Severity } from '../../alert/severity.ts';
import type { ArmedUrgency, Sign, Urgency } from '../../incident/incident.ts';
import { isSameSign, stands } from '../../incident/signs.ts';
import type { Policy } from '../compilePolicy.ts';
import type { UrgencyCondition } from '../policy.ts';
import type { CompiledUrgencyRule } from './urgencyRule.ts';

/** What the urgency rules say of one alert of an incident. */
export interface UrgencyOpinion {
  readonly urgency: Urgency;
  readonly because: string;
  /** It is so because of other signs, and would not be by this alert alone. */
  readonly bySigns: boolean;
  /** The rule whose condition is not met yet: it decided low. */
  readonly armed: ArmedUrgency | null;
}

/** One alert as the rules see it. `labels` hold `team` and `tier`; `sign` is one of the incident's. */
export interface Weighed {
  readonly labels: Labels;
  readonly severity: Severity;
  readonly sign: Sign;
}

/** The first rule that matches decides. Without any urgency rules everything is high. */
export function urgencyOf({ labels, severity, sign }: Weighed, signs: readonly Sign[], policy: Policy): UrgencyOpinion {
  const { urgency } = policy;
  if (!urgency) return { urgency: 'high', because: 'no urgency rules: everything is high', bySigns: false, armed: null };
  const isOfKind = ({ kinds }: CompiledUrgencyRule): boolean => kinds.length === 0 || kinds.includes(sign.kind);
  const rule = firstMatch(urgency.rules, labels, severity, isOfKind);
  if (!rule)
    return {
      urgency: urgency.default,
      because: `urgency ${urgency.default}: no rule matches (urgency.default)`,
      bySigns: false,
      armed: null,
    };
  const what = `${rule.path}: ${sign.kind === 'unknown' ? 'neither a known symptom nor a known cause' : `a ${sign.kind}`}`;
  if (!rule.when) return { urgency: rule.urgency, because: `urgency ${rule.urgency} (${what})`, bySigns: false, armed: null };
  const met = isMet(rule.when, sign, signs, policy);
  if (met) return { urgency: rule.urgency, because: `urgency ${rule.urgency} (${what}, ${met})`, bySigns: true, armed: null };
  const because = `urgency low until ${conditionText(rule.when)} (${what})`;
  return { urgency: 'low', because, bySigns: true, armed: { rule: rule.key, sign } };
}

/** The first armed rule whose condition the signs meet now; null: none. */
export function metNow(
  armed: readonly ArmedUrgency[],
  signs: readonly Sign[],
  policy: Policy,
): { urgency: Urgency; because: string } | null {
  for (const { rule: key, sign } of armed) {
    const own = signs.find((each) => isSameSign(each, sign));
    if (own && !stands(own)) continue;
    const rule = policy.urgency?.rules.find((each) => each.key === key);
    const met = rule?.when && isMet(rule.when, sign, signs, policy);
    if (rule && met && rule.urgency === 'high') return { urgency: 'high', because: `urgency high: ${met} (${rule.path})` };
  }
  return null;
}

/** Those that may still be met: by what comes at `now` or later, or by these signs, when what hides their own alert lets go of it. */
export function stillArmed(armed: readonly ArmedUrgency[], signs: readonly Sign[], now: number, policy: Policy): ArmedUrgency[] {
  return armed.filter(({ rule: key, sign }) => {
    const when = policy.urgency?.rules.find((each) => each.key === key)?.when;
    if (!when) return false;
    const isOpen = now - sign.at <= ('secondSignMs' in when ? when.secondSignMs : when.withinMs);
    return isOpen || isMet(when, sign, signs, policy) !== null;
  });
}

/** What meets the condition, as people read it; null: nothing yet. */
function isMet(when: UrgencyCondition, sign: Sign, all: readonly Sign[], policy: Policy): string | null {
  const signs = all.filter(stands);
  if ('secondSignMs' in when) {
    const second = signs.find(
      (each) =>
        (each.alertname !== sign.alertname || each.host !== sign.host) && Math.abs(each.at - sign.at) <= when.secondSignMs,
    );
    return second ? `a second sign is ${second.alertname}${second.host ? ` on ${second.host}` : ''}` : null;
  }
  if ('dependants' in when) return dependantSigns(when, sign, signs, policy);
  const services = new Set<string>();
  for (const { service, at } of signs) if (service !== null && Math.abs(at - sign.at) <= when.withinMs) services.add(service);
  if (sign.service !== null) services.add(sign.service);
  return services.size >= when.services ? `${services.size} services: ${[...services].slice(0, 5).join(', ')}` : null;
}

/** What much stands on is felt there: when none of that says anything, it is not felt. */
function dependantSigns(
  { dependants, withinMs }: Extract<UrgencyCondition, { dependants: number }>,
  sign: Sign,
  signs: readonly Sign[],
  { graph }: Policy,
): string | null {
  const above = sign.service === null ? [] : graph.dependants(sign.service);
  if (above.length < dependants)
    return above.length === 0 ? 'nothing is known to depend on it' : `only ${above.join(', ')} depend on it`;
  const felt = signs.find(({ service, at }) => service !== null && above.includes(service) && Math.abs(at - sign.at) <= withinMs);
  return felt ? `${felt.service}, which depends on it, feels it` : null;
}

/** What a rule waits for, as people read it. */
export function conditionText(when: NonNullable<CompiledUrgencyRule['when']>): string {
  if ('secondSignMs' in when) return `a second sign comes within ${formatDuration(when.secondSignMs)}`;
  const within = formatDuration(when.withinMs);
  return 'dependants' in when
    ? `one of what depends on it shows a sign within ${within}`
    : `${when.services} services join within ${within}`;
}
