import { type Labels, labelValue } from '../../alert/labels.ts';
import type { Severity } from '../../alert/severity.ts';
import { hostOf } from './identifyHost.ts';
import type { Known } from './identifyKnown.ts';
import { serviceOf } from './identifyService.ts';

/** What an alert speaks of; null where nothing tells. */
export interface Subject {
  /** The name of a configured service; where none is configured, what the labels say. */
  readonly service: string | null;
  /** In one spelling, see `hostOf`. Two clusters may have hosts of the same name. */
  readonly host: string | null;
  readonly cluster: string | null;
}

/** Reads the subject of an alert from its labels: for each part the first of the listed labels that names something known. */
export function identify(labels: Labels, severity: Severity | null, known: Known): Subject {
  return {
    service: serviceOf(labels, severity, known),
    host: hostOf(labels, known.labels.host),
    cluster: known.labels.cluster.map((name) => labelValue(labels, name)).find((value) => value !== '') ?? null,
  };
}
