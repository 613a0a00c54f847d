import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createLogger } from '../src/log.ts';
import { createMetrics } from '../src/metrics.ts';
import { observeDecisions } from '../src/observe.ts';
import { ledgerSums } from '../src/pipeline/ledgerSums.ts';
import { broken, cases, LIMIT, Play } from './pipeline/play.ts';
import { moves, rules, SECOND } from './pipeline/traceMoves.ts';

it('what the metrics have counted, less what was revised, is the ledger', LIMIT, async () => {
  await fc.assert(
    fc.asyncProperty(rules, broken, moves, async (over, bomb, steps) => {
      const metrics = createMetrics('1');
      const log = createLogger({ level: 'critical', out: { write: () => {} } });
      const sums = new Map<string, number>();
      const play = new Play(over, bomb, (made) => {
        observeDecisions(metrics, log, made);
        for (const { counts } of made.stamps)
          for (const [word, count] of Object.entries(counts)) sums.set(word, (sums.get(word) ?? 0) + count);
      });
      play.run(steps);
      play.stage.wait(3_600 * SECOND);
      const { values: added } = await metrics.decisions.get();
      const { values: revised } = await metrics.decisionsRevised.get();
      const left = (verdict: string, word?: string): number => {
        const isMeant = ({ labels }: (typeof added)[number]): boolean =>
          labels.verdict === verdict && (word === undefined || labels.by === word);
        const sum = (values: typeof added): number => values.filter(isMeant).reduce((total, { value }) => total + value, 0);
        return sum(added) - sum(revised);
      };
      const { received, suppressed, balanced: _, ...ledger } = ledgerSums(sums);
      const { notified, joined, deferred, resolved, duplicate } = ledger;
      expect({
        notified: left('notify'),
        joined: left('join'),
        deferred: left('defer'),
        resolved: left('resolve'),
        duplicate: left('duplicate'),
      }).toEqual({ notified, joined, deferred, resolved, duplicate });
      for (const [word, count] of Object.entries(suppressed)) expect(left('suppress', word), word).toBe(count);
      const nameless = added.filter(
        ({ labels, value }) => value > 0 && /join|defer|suppress/.test(String(labels.verdict)) && !labels.by,
      );
      expect(nameless).toEqual([]);
      const all = ['notify', 'join', 'defer', 'resolve', 'duplicate', 'suppress'].map((verdict) => left(verdict));
      expect(all.reduce((sum, each) => sum + each, 0)).toBe(received);
    }),
    cases(150),
  );
});
