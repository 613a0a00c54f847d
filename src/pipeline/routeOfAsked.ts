import type { Asked } from './asked.ts';
import { type RouteResult, route } from './route/route.ts';
import { routeLabels } from './routeLabels.ts';
import { urgencyOnceFree } from './urgencyOnceFree.ts';

/** The way of an alert through the routing tree, by the urgency with which it is told. */
export function routeOfAsked(asked: Asked): RouteResult {
  const { episode, severity, context } = asked;
  const labels = routeLabels(episode.labels, severity, context.policy, urgencyOnceFree(asked));
  return route(context.policy.route, labels, severity);
}
