import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Incident } from '../../src/incident/incident.ts';
import type { Judged } from '../../src/pipeline/change.ts';
import type { Decisions } from '../../src/pipeline/decision.ts';
import { broken, cases, LIMIT, Play } from './play.ts';
import { moves, rules, SECOND } from './traceMoves.ts';

/** Nobody is told anew by these: what stands is put right, or a person or an end is answered for. */
const QUIET: ReadonlySet<string> = new Set(['some_resolved', 'resolved', 'acknowledged']);
const HIDES: ReadonlySet<string> = new Set(['silence', 'inhibit', 'maintenance']);

it('nobody is told of what is silenced, inhibited or under maintenance by then, nor whose hour it is not', LIMIT, () => {
  fc.assert(
    fc.property(rules, broken, fc.constantFrom(90, 900), moves, (over, bomb, repeat, steps) => {
      const play = new Play({ ...over, repeatIntervalMs: repeat * SECOND }, bomb, (made, play) => {
        const { stage } = play;
        for (const { incident, target, reason } of told(made)) {
          const about = stage.store.incidents.get(incident);
          if (!about || about.alarm) continue;
          expect(against(play, made, about, target), `#${incident} to ${target} (${reason})`).toBeNull();
        }
        for (const { incident, receiver } of inDigest(made)) {
          const about = stage.store.incidents.get(incident);
          // Whoever resolved it while it fires has said that it is over.
          if (about && about.status !== 'resolved')
            expect(against(play, made, about, null), `#${incident} in the digest of ${receiver}`).toBeNull();
        }
      });
      play.run(steps);
      play.stage.wait(3 * 3_600 * SECOND);
    }),
    cases(400),
  );
});

interface Told {
  readonly incident: number;
  readonly target: string;
  readonly reason: string;
}

function told({ states, notes }: Decisions): Told[] {
  return [...states, ...notes].filter(({ reason }) => !QUIET.has(reason));
}

function inDigest({ timeline }: Decisions): { incident: number; receiver: string }[] {
  return timeline.flatMap(({ incident, text }) => {
    const [, receiver] = /^Told to (.+) in a digest/.exec(text) ?? [];
    return incident !== null && receiver ? [{ incident, receiver }] : [];
  });
}

/** Alerts that were judged free in this step: what begins later within the same webhook may hide them, or end them. */
function freeInStep({ decisions }: Decisions, number: number): ReadonlySet<string> {
  const heard = decisions.filter(({ incident, verdict }) => incident === number && (verdict === 'notify' || verdict === 'join'));
  return new Set(heard.map(({ fingerprint }) => fingerprint));
}

/** What keeps everybody from hearing of an incident now, or this target; null: nothing does. */
function against(play: Play, made: Decisions, { number, urgency }: Incident, target: string | null): string | null {
  const firing = play.firing().filter(({ incident }) => incident === number);
  if (firing.length === 0) return null;
  const free = freeInStep(made, number);
  const judged = firing.map((episode) => ({ ...play.judge(episode), isNews: free.has(episode.fingerprint) }));
  const heard = judged.filter(({ held, isNews }) => isNews || !held || !HIDES.has(held.by));
  if (heard.length === 0 && free.size === 0) return `held by ${judged.map(({ held }) => held?.by).join(', ')}`;
  if (target === null) return null;
  const isMuted = ({ route }: Judged): boolean => route(urgency).muted?.targets.includes(target) ?? false;
  const isTold = ({ route }: Judged): boolean => route(urgency).targets.includes(target);
  // What has to wait names nobody yet.
  const named = judged.filter(({ held, isNews }) => isNews || !held || held.by === 'mute_time');
  return named.some(isMuted) && !named.some(isTold) ? 'muted' : null;
}
