import type { IncidentView } from '../pipeline/notify/notifier.ts';

type Pointers = (incident: IncidentView) => Pick<IncidentView, 'runbooks' | 'links'>;

/** A view with where a person looks first. Whatever is wrong with that, the page leaves without it. */
export function pointedView(view: IncidentView, pointers: Pointers | undefined, onError: (error: unknown) => void): IncidentView {
  try {
    return { ...view, ...pointers?.(view) };
  } catch (error) {
    onError(error);
    return view;
  }
}
