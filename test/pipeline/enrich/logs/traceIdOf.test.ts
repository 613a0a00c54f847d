import { describe, expect, it } from 'vitest';
import { traceIdOf } from '../../../../src/pipeline/enrich/logs/traceIdOf.ts';

const LONG = '4bf92f3577b34da6a3ce929d0e0e4736';
const SHORT = '00f067aa0ba902b7';

describe('the trace that a line names', () => {
  it.each([
    [`{"trace_id":"${LONG}","span_id":"${SHORT}"}`, LONG],
    [`{"span_id":"${SHORT}","traceId": "${LONG}"}`, LONG],
    [`{"trace":{"id":"x"},"trace.id":"${LONG}"}`, LONG],
    [`{"log":"{\\"trace_id\\":\\"${LONG}\\"}"}`, LONG],
    [`{"otelTraceID":"${LONG}"}`, LONG],
    [`level=info msg=x traceID=${LONG}`, LONG],
    [`trace_id="${LONG.toUpperCase()}"`, LONG],
    [`INFO [trace_id=${LONG} span_id=${SHORT}] hello`, LONG],
    [`INFO [traceId: ${SHORT}] hello`, SHORT],
    [`X-B3-TraceId: ${SHORT}`, SHORT],
    [`traceparent: 00-${LONG}-${SHORT}-01`, LONG],
    [`{"traceparent":"00-${LONG}-${SHORT}-00"}`, LONG],
    [`mdc.trace_id=${LONG}`, LONG],
    [`traceId=${LONG}.`, LONG],
    [`trace_id=${'0'.repeat(32)}`, null],
    [`trace_id=${'0'.repeat(32)} traceId=${SHORT}`, SHORT],
    [`traceparent: ff-${LONG}-${SHORT}-01`, null],
    [`traceparent: 00-${'0'.repeat(32)}-${SHORT}-01`, null],
    ['dd.trace_id=1234567890123456', null],
    ['{"dd":{"trace_id":"1234567890123456"}}', null],
    ['{"dd":{"span_id":"1","trace_id":"1234567890123456"}}', null],
    [`add.trace_id=${SHORT}`, SHORT],
    [`parent_trace_id=${LONG}`, null],
    [`span_id=${SHORT}`, null],
    [`deploy of ${LONG} done`, null],
    [`[app,${LONG},${SHORT}] hello`, null],
    [`trace_id=${LONG}0`, null],
    [`trace_id=${LONG.slice(1)}`, null],
    [`traceId=${LONG.slice(0, 16)}-${LONG.slice(16)}`, null],
    ['trace_id=550e8400-e29b-41d4-a716-446655440000', null],
    ['trace_id=', null],
    ['', null],
  ])('%s: %s', (text, id) => {
    expect(traceIdOf(text)).toBe(id);
  });
});
