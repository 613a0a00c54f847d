import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ledgerSums } from '../../src/pipeline/ledgerSums.ts';
import { broken, LIMIT, Play, runs } from './play.ts';
import { moves, rules, SECOND } from './traceMoves.ts';

/** Long enough for every timer but the repeats, which never end. */
const LONG = 3 * 3_600 * SECOND;

it('the ledger of every step balances by itself, and so does that of every window', LIMIT, () => {
  fc.assert(
    fc.property(rules, broken, moves, (over, bomb, steps) => {
      const sums = new Map<string, number>();
      const play = new Play(over, bomb, ({ stamps }) => {
        for (const { counts } of stamps) {
          const one = new Map(Object.entries(counts));
          expect(ledgerSums(one), JSON.stringify(counts)).toMatchObject({ balanced: true });
          for (const [word, count] of one) sums.set(word, (sums.get(word) ?? 0) + count);
        }
        expect([...sums].filter(([, count]) => count < 0)).toEqual([]);
      });
      play.run(steps);
      play.stage.wait(LONG);
      // What time alone decides is decided.
      const waits = play.firing().filter(({ held }) => held?.by === 'hold_down' || held?.by === 'changes');
      expect(sums.get('deferred') ?? 0).toBe(waits.length);
    }),
    { numRuns: runs(400) },
  );
});

it('whatever still fires with nothing against it, whoever its route names has been told', LIMIT, () => {
  fc.assert(
    fc.property(rules, broken, moves, (over, bomb, steps) => {
      const play = new Play(over, bomb);
      play.run(steps);
      play.stage.wait(LONG);
      const digests = play.stage.made.flatMap(({ timeline }) => timeline).map(({ incident, text }) => `#${incident} ${text}`);
      for (const episode of play.firing()) {
        const incident = play.stage.store.incidents.get(episode.incident ?? 0);
        // Whoever has acknowledged it speaks for those whose hour had not come, and who resolved it for all.
        if (!incident || incident.alarm || incident.status !== 'triggered') continue;
        const judged = play.judge(episode);
        if (judged.held) continue;
        for (const target of judged.route(incident.urgency).targets) {
          const { receiver } = play.policy.targets.get(target) ?? { receiver: target };
          const inDigest = digests.some((line) => line.startsWith(`#${incident.number} Told to ${receiver} in a digest`));
          const isTold = inDigest || play.others.stands({ incident: incident.number, target });
          expect(isTold, `#${incident.number} ${episode.labels.alertname} to ${target}`).toBe(true);
        }
      }
    }),
    { numRuns: runs(600) },
  );
});

it('a page is resolved once, no incident has two, and PagerDuty hears of nothing that is low', LIMIT, () => {
  fc.assert(
    fc.property(rules, broken, moves, (over, bomb, steps) => {
      const play = new Play(over, bomb, ({ states }, { others, policy, stage }) => {
        for (const [place, { pages }] of others.lanes) {
          const open = [...pages].filter(([, { status }]) => status === 'open');
          expect(open.length, place).toBeLessThanOrEqual(1);
        }
        for (const { incident, target, desired } of states) {
          const { urgency } = stage.store.incidents.get(incident) ?? {};
          const takes = policy.targets.get(target)?.urgencies ?? [];
          if (desired.status !== 'resolved' && urgency) expect(takes, `#${incident} is ${urgency}`).toContain(urgency);
        }
      });
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
    { numRuns: runs(600) },
  );
});
