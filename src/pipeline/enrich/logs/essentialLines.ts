import { isStackFrame } from './stackFrame.ts';

const MOST_HEAD = 3;
const CAUSE = /^\s*(?:Caused by: |Wrapped by: |---> |Next [\w\\]{1,100}: |\[cause\]: )/;
const PYTHON_HEAD = /^\s*Traceback \(most recent call last\):\s*$/;
const PYTHON_FRAME = /^\s+File "/;
const HEADING = /^(?:stack backtrace|Stack trace):$/;
const PYTHON_CODE = /^\s{4}|^\s*\^+$/;

/**
 * Of an event of several lines those that tell it from others: what it begins with, its last cause, and the frame that this was thrown in.
 * So that two traces through the same code are one pattern, however deep, and the same exception from two places is two.
 */
export function essentialLines(text: string): string {
  if (!text.includes('\n')) return text;
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const firstFrame = lines.findIndex((line) => isStackFrame(line) && !CAUSE.test(line));
  if (firstFrame < 0) return lines.slice(0, MOST_HEAD).join('\n');
  const isPython = lines.some((line) => PYTHON_FRAME.test(line));
  const cause = lines.findLastIndex((line, i) => i > firstFrame && (isPython ? isRaised(line, lines[i - 1]) : CAUSE.test(line)));
  const head = lines.slice(0, Math.min(firstFrame, MOST_HEAD)).filter((line) => !PYTHON_HEAD.test(line));
  const rest = [lines[cause], lines[frameOf(lines, Math.max(cause, firstFrame - 1), isPython)]];
  return [...head, ...rest.filter((line) => line !== undefined)].map((line) => line.trim()).join('\n');
}

/** Python's exception stands below its frames, without an indent. */
function isRaised(line: string, before: string | undefined): boolean {
  return /^[A-Za-z_]/.test(line) && before !== undefined && (PYTHON_CODE.test(before) || PYTHON_FRAME.test(before));
}

function frameOf(lines: readonly string[], after: number, isPython: boolean): number {
  if (isPython) return lines.findLastIndex((line, i) => i <= after && PYTHON_FRAME.test(line));
  return lines.findIndex((line, i) => i > after && isStackFrame(line) && !HEADING.test(line));
}
