import { cloudwatch } from './cloudwatch.ts';
import { elasticsearch } from './elasticsearch.ts';
import type { LogSourceKind } from './logSourceKind.ts';
import { loki } from './loki.ts';
import { victorialogs } from './victorialogs.ts';

/** Every kind of log store there is. The configuration and the contract tests loop over this list. */
export const LOG_SOURCES: readonly LogSourceKind[] = [loki, elasticsearch, cloudwatch, victorialogs];
