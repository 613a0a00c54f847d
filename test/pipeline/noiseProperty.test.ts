import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Episode } from '../../src/alert/alert.ts';
import type { Decisions } from '../../src/pipeline/decision.ts';
import { ledgerSums } from '../../src/pipeline/ledgerSums.ts';
import { OWN_INTEGRATION, type PolicySource } from '../../src/pipeline/policy.ts';
import { placeOf } from './otherSides.ts';
import { broken, cases, LIMIT, Play } from './play.ts';
import { moves, reloads, rules, SECOND } from './traceMoves.ts';
import { isMet, isOf, saysOf } from './urgencySpec.ts';

/** Long enough for every timer but the repeats, which never end. */
const LONG = 3 * 3_600 * SECOND;

it('the ledger of every step balances by itself, and so does that of every window', LIMIT, () => {
  fc.assert(
    fc.property(rules, broken, moves, reloads, (over, bomb, steps, nexts) => {
      const sums = new Map<string, number>();
      const balance = ({ stamps }: Decisions): void => {
        for (const { counts } of stamps) {
          const one = new Map(Object.entries(counts));
          expect(ledgerSums(one), JSON.stringify(counts)).toMatchObject({ balanced: true });
          for (const [word, count] of one) sums.set(word, (sums.get(word) ?? 0) + count);
        }
        expect([...sums].filter(([, count]) => count < 0)).toEqual([]);
      };
      const play = new Play(over, bomb, balance, nexts);
      play.run(steps);
      play.stage.wait(LONG);
      // What time alone decides is decided.
      const waits = play.firing().filter(({ held }) => held?.by === 'hold_down' || held?.by === 'changes');
      expect(sums.get('deferred') ?? 0).toBe(waits.length);
    }),
    cases(400),
  );
});

/** Longer than anybody is taken to be awake for something else. */
const AWAKE = 4.5 * 3_600 * SECOND;

it(
  'whatever still fires with nothing against it, whoever its route names has been told, as urgently as the rules say',
  LIMIT,
  () => {
    fc.assert(
      fc.property(rules, broken, moves, reloads, (over, bomb, steps, nexts) => {
        const play = new Play(over, bomb, () => {}, nexts);
        play.run(steps);
        play.stage.wait(AWAKE);
        const digests = play.stage.made.flatMap(({ timeline }) => timeline).map(({ incident, text }) => `#${incident} ${text}`);
        for (const episode of play.firing()) {
          const incident = play.stage.store.incidents.get(episode.incident ?? 0);
          // Whoever has acknowledged it speaks for those whose hour had not come, and who resolved it for all.
          if (!incident || incident.alarm || incident.status !== 'triggered') continue;
          const judged = play.judge(episode);
          if (judged.held) continue;
          if (bomb === null && isUrgent(play, episode))
            expect(incident.urgency, `#${incident.number} ${episode.labels.alertname}`).toBe('high');
          for (const target of judged.route(incident.urgency).targets) {
            const { receiver } = play.policy.targets.get(target) ?? { receiver: target };
            const inDigest = digests.some((line) => line.startsWith(`#${incident.number} Told to ${receiver} in a digest`));
            const isTold = inDigest || play.others.stands({ incident: incident.number, target });
            expect(isTold, `#${incident.number} ${episode.labels.alertname} to ${target}`).toBe(true);
          }
        }
      }),
      cases(600),
    );
  },
);

/** By the rules of now. What people have silenced or announced is no sign. */
function isUrgent(play: Play, episode: Episode): boolean {
  const says = saysOf(episode, play.policy.source);
  if (typeof says === 'string') return says === 'high';
  const others = play.stage.store.firingIn(episode.incident ?? 0);
  const open = others.filter((each) => !['silence', 'maintenance'].includes(play.judge(each).held?.by ?? ''));
  const signs = play.stage.store.incidents.get(episode.incident ?? 0)?.signs ?? [];
  return isMet(
    says,
    episode,
    signs.filter((sign) => open.some((each) => isOf(sign, each))),
    play.policy.source.services,
  );
}

it('nothing is urgent of which no rule has said so', LIMIT, () => {
  fc.assert(
    fc.property(rules, moves, reloads, (over, steps, nexts) => {
      const mayBe = new Set<number>();
      const names = new Map<number, Set<string>>();
      const check = (made: Decisions, play: Play): void => {
        for (const episode of [...made.episodes, ...made.retired, ...play.firing()])
          note(episode, [play.policy.source, ...play.past]);
        for (const { trace, incident } of made.decisions) if (trace?.moved === 'storm') mayBe.add(incident ?? 0);
        for (const { number, urgency, alarm } of made.incidents)
          if (urgency === 'high' && !alarm) expect(mayBe, `#${number}`).toContain(number);
      };
      const note = (episode: Episode, policies: readonly PolicySource[]): void => {
        const { incident: number, labels, integration } = episode;
        if (number === null) return;
        const known = names.get(number) ?? new Set<string>();
        names.set(number, known.add(`${labels.alertname} ${labels.instance}`));
        for (const policy of policies) {
          const says = integration === OWN_INTEGRATION ? 'high' : saysOf(episode, policy);
          const waits = typeof says !== 'string' && (!('secondSignMs' in says) || known.size > 1);
          if (says === 'high' || waits) mayBe.add(number);
        }
      };
      const play = new Play(over, null, check, nexts);
      play.run(steps);
      play.stage.wait(AWAKE);
    }),
    cases(300),
  );
});

it('nobody is told for the first time at an hour at which nothing that fires is to be told to him', LIMIT, () => {
  fc.assert(
    fc.property(rules, moves, reloads, (over, steps, nexts) => {
      const known = new Set<string>();
      const check = ({ states, notes }: Decisions, play: Play): void => {
        for (const place of [...states, ...notes]) {
          // An end is told only where something was begun.
          if (known.has(placeOf(place)) || place.reason === 'resolved') continue;
          known.add(placeOf(place));
          const { urgency = 'high', alarm } = play.stage.store.incidents.get(place.incident) ?? {};
          // A digest comes when its receiver may be told again.
          if (alarm) continue;
          const routes = play.stage.store.firingIn(place.incident).map((episode) => play.judge(episode).route(urgency));
          const isMuted = routes.some(({ muted }) => muted?.targets.includes(place.target));
          if (isMuted)
            expect(
              routes.flatMap(({ targets }) => targets),
              placeOf(place),
            ).toContain(place.target);
        }
      };
      const play = new Play(over, null, check, nexts);
      play.run(steps);
      play.stage.wait(LONG);
    }),
    cases(400),
  );
});

it('a page is resolved once, no incident has two, and PagerDuty hears of nothing that is low', LIMIT, () => {
  fc.assert(
    fc.property(rules, broken, moves, reloads, (over, bomb, steps, nexts) => {
      const check = ({ states }: Decisions, { others, policy, stage }: Play): void => {
        for (const [place, { pages }] of others.lanes) {
          const open = [...pages].filter(([, { status }]) => status === 'open');
          expect(open.length, place).toBeLessThanOrEqual(1);
        }
        for (const { incident, target, desired } of states) {
          const { urgency } = stage.store.incidents.get(incident) ?? {};
          const takes = policy.targets.get(target)?.urgencies ?? [];
          if (desired.status !== 'resolved' && urgency) expect(takes, `#${incident} is ${urgency}`).toContain(urgency);
        }
      };
      const play = new Play(over, bomb, check, nexts);
      play.run(steps);
      play.stage.wait(LONG);
      play.end();
      play.stage.wait(LONG);
      const { incidents } = play.stage.store;
      // Only a heartbeat that is still missing is left.
      const left = [...incidents.values()].filter(({ status }) => status !== 'resolved');
      expect(left.filter(({ title, alarm }) => !alarm && !title.startsWith('HeartbeatMissing'))).toEqual([]);
      const isOver = (place: string): boolean => !left.some(({ number }) => place.startsWith(`#${number} `));
      for (const [place, { pages }] of play.others.lanes)
        if (isOver(place))
          expect(
            [...pages].filter(([, { resolves }]) => resolves !== 1),
            place,
          ).toEqual([]);
      for (const [place, reasons] of play.others.notes)
        if (isOver(place)) {
          const kept = play.others.kept.has(place);
          expect(reasons.join(' '), place).toMatch(kept ? /^(?!.*resolved resolved)/ : /^(?:(?:(?!resolved)\S+ ?)+resolved ?)+$/);
        }
      for (const [place, { desired }] of play.others.kept) if (isOver(place)) expect(desired.status, place).toBe('resolved');
    }),
    cases(600),
  );
});
