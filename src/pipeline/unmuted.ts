import { isWithin } from '../calendar/timeInterval.ts';
import type { Asked } from './asked.ts';
import { changeRoute } from './route/changeRoute.ts';
import type { CompiledRoute } from './route/compileRoute.ts';
import { routeOfAsked } from './routeOfAsked.ts';

/** Of the routes that take an alert, those that are told nothing at its hour, each without the time intervals that say so. */
export function unmuted(asked: Asked): (Asked & { readonly change: string })[] {
  const { context } = asked;
  const { policy, now } = context;
  return routeOfAsked(asked).taken.flatMap(({ path, mute, active }) => {
    const muting = mute.filter((interval) => isWithin(interval, now));
    const isOutside = active.length > 0 && !active.some((interval) => isWithin(interval, now));
    const places = [
      ...(muting.length > 0 ? [`${muting.map(({ name }) => name).join(' and ')} from mute_time_intervals`] : []),
      ...(isOutside ? ['active_time_intervals'] : []),
    ];
    if (places.length === 0) return [];
    const open = (node: CompiledRoute): CompiledRoute => ({
      ...node,
      mute: mute.filter((interval) => !muting.includes(interval)),
      active: isOutside ? [] : active,
    });
    const route = changeRoute(policy.route, path, open);
    return [
      { ...asked, change: `remove ${places.join(' and ')} of ${path}`, context: { ...context, policy: { ...policy, route } } },
    ];
  });
}
