import { sampleLabels } from '../alert/sampleLabels.ts';
import { absenceLabels } from './absence.ts';
import type { Policy } from './compilePolicy.ts';
import { heartbeatSwitch } from './group/heartbeatSwitch.ts';
import type { RouteNode } from './policy.ts';
import { taken } from './route/chooseTargets.ts';
import { routeLabels } from './routeLabels.ts';
import { takes } from './takes.ts';
import type { UnheardFinding } from './unheardFinding.ts';
import { unheardRoutes } from './unheardRoutes.ts';

/** What reaches nobody by these rules, as far as it can be told without an alert. */
export function unheard(policy: Policy): UnheardFinding[] {
  return [...silentAlarms(policy), ...unnamedReceivers(policy), ...unheardRoutes(policy), ...silentHeartbeats(policy)];
}

/** Most of Tocsin's own alarms are of high urgency; those that are low go to the console where nobody else takes them. */
function silentAlarms(policy: Policy): UnheardFinding[] {
  const { alarmReceiver: name, receivers } = policy;
  if (name === null || takes(name, 'high', policy)) return [];
  const isEmpty = (receivers.get(name)?.targets.length ?? 0) === 0;
  const message = isEmpty
    ? `${name} has no configs, so Tocsin's own alarms go to whatever pager there is, or to the console alone`
    : `${name} takes low urgency only, so Tocsin's own alarms of high urgency go to the console alone`;
  return [{ path: ['alarm_receiver'], message, remedy: 'name a receiver with a config that takes high urgency' }];
}

function unnamedReceivers({ source }: Policy): UnheardFinding[] {
  const named = new Set([source.alarmReceiver, ...namesIn(source.route)]);
  return source.receivers.flatMap(({ name }, i) =>
    named.has(name)
      ? []
      : [
          {
            path: ['receivers', i, 'name'],
            message: `no route names ${JSON.stringify(name)}, so it is told nothing`,
            remedy: 'name it in a route, or leave it out',
          },
        ],
  );
}

function namesIn({ receiver, routes }: RouteNode): string[] {
  return [receiver, ...routes.flatMap(namesIn)];
}

/** A dead man's switch whose absence wakes nobody is none. */
function silentHeartbeats(policy: Policy): UnheardFinding[] {
  return policy.heartbeats.flatMap((heartbeat, i) => {
    const { severity } = heartbeat;
    const beat = sampleLabels(heartbeat.matchers);
    const found = beat && heartbeatSwitch(beat, severity, { heartbeats: [heartbeat] });
    const labels = found && absenceLabels(found);
    const nodes = labels && taken(routeLabels(labels, severity, policy, 'high'), severity, policy);
    if (!labels || !nodes || 'rule' in nodes || nodes.some(({ receiver }) => takes(receiver, 'high', policy))) return [];
    const places = nodes.map(({ path, receiver }) => `${path} gives it to ${receiver}`).join(', ');
    return [
      {
        path: ['heartbeats', i],
        message: `its absence, of high urgency, is told to nobody: ${places}, which takes nothing of that`,
        remedy: `add a route for alertname="${labels.alertname}" to somebody who is woken`,
      },
    ];
  });
}
