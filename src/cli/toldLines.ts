import type { WhyAnswer } from './whyAnswer.ts';

/** Who took what of an incident, soonest first, with the other side's answers: the first word to each, and the newest. Then what is not taken. */
export function toldLines({ first_told, deliveries }: Pick<WhyAnswer, 'first_told' | 'deliveries'>): string[] {
  const taken = deliveries.filter(isTaken);
  // Of what is kept at a target, the newest word is all that its row says.
  const first = first_told.filter(({ at, target }) => !taken.some((each) => each.target === target && each.delivered_at === at));
  const told = [
    ...first.map(({ at, text }) => ({ at, line: `told first: ${text}` })),
    ...taken.map((each) => ({ at: each.delivered_at ?? '', line: deliveryLine(each) })),
  ];
  told.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
  return [...told.map(({ at, line }) => `${at}  ${line}`), ...deliveries.filter((each) => !isTaken(each)).map(deliveryLine)];
}

type Delivery = WhyAnswer['deliveries'][number];

function isTaken({ status, delivered_at }: Delivery): boolean {
  return status === 'delivered' && delivered_at !== null;
}

function deliveryLine({ receiver, kind, status, reason, attempts, next_attempt_at, answer }: Delivery): string {
  const tries = attempts > 1 ? `, ${attempts} attempts` : '';
  const next = next_attempt_at === null ? '' : `, sent at ${next_attempt_at} or after`;
  return `${receiver} (${kind}) ${reason}: ${status}${tries}${next}${answer === null ? '' : `: ${answer}`}`;
}
