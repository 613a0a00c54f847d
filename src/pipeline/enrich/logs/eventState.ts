import { levelOf } from './levelOf.ts';
import { isStackFrame } from './stackFrame.ts';

/**
 * What the lines of an event so far let one expect. `calm`: no line more; `line`: frames at most; `error`: what is indented, an exception
 * and its frames; `trace`: frames, what is indented; `python`: frames, then the exception; `raised`, `chained`: perhaps the next traceback
 * of the chain; `go`: goroutines; `panic`: the message of a Rust panic; `pem`, `block`: everything up to the closing line.
 */
export type EventState = 'calm' | 'line' | 'error' | 'trace' | 'python' | 'raised' | 'chained' | 'go' | 'panic' | 'pem' | 'block';

const PYTHON = /Traceback \(most recent call last\):\s*$/;
const PYTHON_RAISED = /^(?!(?:TRACE|DEBUG|INFO|NOTICE|WARN|WARNING|ERROR|CRITICAL|FATAL)\b)[A-Za-z_][\w.]{0,200}(?::|\(|$)/;
const PYTHON_CHAIN = /^(?:During handling of the above exception, another|The above exception was the direct cause of)/;
const GO = /^(?:panic: |fatal error: |goroutine \d+ \[)|http: panic serving /;
const GO_LINE = /^(?:\s+\S|goroutine \d+ \[|created by |\[signal |exit status \d|runtime stack:|\.\.\.additional frames)/;
const GO_CALL = /^[^\s:]+\(/;
const RUST = /^thread '.{0,200}' (?:\(\d+\) )?panicked at /;
const PEM = /-----BEGIN [A-Z0-9 ]{1,60}-----/;
const PEM_END = /-----END [A-Z0-9 ]{1,60}-----/;
const PEM_LINE = /^\s*(?:[A-Za-z0-9+/=]{0,100}|(?:Proc-Type|DEK-Info|Version|Comment): .{0,100})$/;
const BLOCK = /(?:^|[\s=:,(])[{[]$/;
const MOST_HEAD = 1000;
/** Where a line names no level. */
const TROUBLE = /\b(?:error|fatal|critical|severe|panic|warning|exception|uncaught|unhandled|failed)\b|Exception|Error\b/i;
/** `java.lang.IllegalStateException: closed`, `TypeError: x is undefined`, `Error: listen EADDRINUSE`. */
const EXCEPTION =
  /^(?:Exception in thread "[^"]{0,100}" )?(?:[\w$]{1,100}\.){0,12}[\w$]{0,100}(?:Exception|Error|Throwable)(?: \[\w{1,60}\])?(?::|$)/;
/** An indented line with a head of its own, as some loggers write all of theirs. */
const OWN_HEAD = /^\s+\[?(?:\d{4}-\d\d-\d\d|\d\d:\d\d:\d\d|(?:TRACE|DEBUG|INFO|NOTICE|WARN|WARNING|ERROR|FATAL)\b)/;

/** The state after the first line of an event. */
export function firstState(line: string): EventState {
  if (isPemStart(line)) return PEM_END.test(line) ? 'calm' : 'pem';
  if (PYTHON.test(line)) return 'python';
  if (GO.test(line)) return 'go';
  if (RUST.test(line)) return line.endsWith(':') ? 'panic' : 'error';
  if (BLOCK.test(line.slice(-2))) return 'block';
  if (line.startsWith('{')) return 'calm';
  if (isStackFrame(line) || EXCEPTION.test(line)) return 'trace';
  const level = levelOf(line);
  if (level === null) return TROUBLE.test(line.slice(0, MOST_HEAD)) ? 'error' : 'line';
  return level === 'info' || level === 'debug' ? 'calm' : 'error';
}

/** The state after one line more of the event; null: the line is the first of another. `following` is the line after it. */
export function nextState(state: EventState, line: string, following: string | null): EventState | null {
  switch (state) {
    case 'calm':
      return null;
    case 'pem':
      if (PEM_END.test(line)) return 'calm';
      return PEM_LINE.test(line) ? 'pem' : null;
    case 'block':
      if (/^[}\])]/.test(line)) return 'line';
      return line === '' || /^\s/.test(line) ? 'block' : null;
    case 'panic':
      return 'trace';
    case 'python':
      if (/^\s+\S/.test(line)) return 'python';
      return PYTHON_RAISED.test(line) ? 'raised' : null;
    case 'raised':
    case 'chained':
      return nextOfChain(state, line, following);
    case 'go':
      return isOfGo(line) || (line === '' && following !== null && isOfGo(following)) ? 'go' : null;
    case 'line':
      return isStackFrame(line) ? 'trace' : null;
    case 'error':
      return nextOfError(line, following);
    case 'trace':
      return isStackFrame(line) || isIndented(line) || line === '}' ? 'trace' : null;
  }
}

function nextOfError(line: string, following: string | null): EventState | null {
  if (PYTHON.test(line)) return 'python';
  if (line.startsWith('goroutine ') && GO.test(line)) return 'go';
  if (isPemStart(line)) return PEM_END.test(line) ? 'error' : 'pem';
  if (isStackFrame(line)) return 'trace';
  if (isIndented(line)) return 'error';
  // The exception that a logger prints below its own line is told by the frames that come after it.
  return EXCEPTION.test(line) && following !== null && isStackFrame(following) ? 'trace' : null;
}

/** Python separates the exceptions of a chain by a sentence with an empty line on both sides, which not every shipper keeps. */
function nextOfChain(state: 'raised' | 'chained', line: string, following: string | null): EventState | null {
  if (PYTHON_CHAIN.test(line)) return 'chained';
  if (state === 'chained' && PYTHON.test(line)) return 'python';
  const isGap = line === '' && following !== null && (state === 'chained' ? PYTHON : PYTHON_CHAIN).test(following);
  return isGap ? state : null;
}

function isPemStart(line: string): boolean {
  return line.includes('-----BEGIN ') && PEM.test(line);
}

function isOfGo(line: string): boolean {
  return GO_LINE.test(line) || (line.endsWith(')') && GO_CALL.test(line));
}

function isIndented(line: string): boolean {
  return /^\s+\S/.test(line) && !OWN_HEAD.test(line);
}
