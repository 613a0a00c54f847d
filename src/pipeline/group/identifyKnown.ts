import { type Matcher, parseMatchers } from '../../alert/matcher.ts';

/** Which labels tell what an alert speaks of, best first; as plain JSON. */
export interface IdentifySource {
  readonly service: readonly string[];
  readonly host: readonly string[];
  readonly cluster: readonly string[];
}

/** A service of the configuration, as plain JSON. */
export interface ServiceSource {
  readonly name: string;
  /** Alertmanager's matchers: alerts that are of this service whatever its labels name. Empty: none. */
  readonly matchers: readonly string[];
  readonly team: string | null;
  readonly tier: string | null;
  readonly dependsOn: readonly string[];
  readonly runbook: string | null;
}

/** What can be recognised, ready to be asked. */
export interface Known {
  readonly labels: IdentifySource;
  /** The labels for a service, each followed by the name it has where a scraped target has one of that name too. */
  readonly serviceLabels: readonly string[];
  readonly services: ReadonlyMap<string, ServiceSource>;
  /** The services that have matchers, in the configuration's order. */
  readonly matched: readonly { readonly name: string; readonly matchers: readonly Matcher[] }[];
}

/** Throws `MatcherError` where a matcher of a service cannot be read. */
export function compileKnown(labels: IdentifySource, services: readonly ServiceSource[]): Known {
  return {
    labels,
    serviceLabels: labels.service.flatMap((name) => [name, `exported_${name}`]),
    services: new Map(services.map((service) => [service.name, service])),
    matched: services
      .filter(({ matchers }) => matchers.length > 0)
      .map(({ name, matchers }) => ({ name, matchers: matchers.flatMap((text) => parseMatchers(text)) })),
  };
}
