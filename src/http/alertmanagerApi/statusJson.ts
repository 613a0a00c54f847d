import { type Instant, rfc3339 } from '../../alert/timestamp.ts';
import { ALERTMANAGER_API_VERSION } from '../../alertmanagerApiVersion.ts';
import { alertmanagerYaml } from '../../config/alertmanagerYaml.ts';
import type { HttpDeps } from '../deps.ts';

/**
 * `GET /api/v2/status`. The version is that of the Alertmanager whose API this is, because programs choose by it; the revision
 * says what answers. Of the configuration what Alertmanager has a word for, and no secrets.
 */
export function statusJson({ policy, version }: Pick<HttpDeps, 'policy' | 'version'>, startedAt: Instant) {
  return {
    cluster: { status: 'disabled', peers: [] },
    config: { original: alertmanagerYaml(policy()) },
    uptime: rfc3339(startedAt),
    versionInfo: {
      version: ALERTMANAGER_API_VERSION,
      revision: `tocsin-${version}`,
      branch: 'tocsin',
      buildUser: 'tocsin',
      buildDate: '',
      goVersion: '',
    },
  };
}
