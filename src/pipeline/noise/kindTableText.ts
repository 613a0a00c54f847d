const LONGEST_NAME = 200;
const LONGEST_EXPRESSION = 4_000;

/**
 * An alert's name as lower-case words with one space between: `HTTPErrorRate5xx`, `http-error_rate.5xx` and
 * `Http error rate (5xx)` are all `http error rate 5xx`. What is beyond 200 characters is not read.
 */
export function nameWords(name: string): string {
  return name
    .slice(0, LONGEST_NAME)
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, '$1 $2')
    .replace(/(\p{L}\p{L})(\d)/gu, '$1 $2')
    .replace(/(\d)(\p{Lu})/gu, '$1 $2')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

const COMMENT = /^[ \t]*#[^\n]*/gm;
const SELECTOR = /\{[^{}]*\}|\[[^[\]]*\]|"[^"\n]*"|'[^'\n]*'/g;
/** Label lists, as in `by (job, instance)`. */
const CLAUSE = /\b(?:by|without|on|ignoring|group_left|group_right)\s*\([^()]*\)/gi;
const NAME = /[a-zA-Z_:][a-zA-Z0-9_:.]*/g;
/** `kube_pod_labels` and the like: joined for their labels, they are not what is measured. */
const JOINED = /_(?:info|labels|owner|created)$/;
/** `code=~"5.."`, `status!~"5.*"`, `response_code_class="5xx"`: whichever way, it measures answers of that class. */
const ANSWER_CLASS = /(?:code|status|class|xx)\w{0,20}\s{0,3}[!=][=~]?\s{0,3}["'`][^"'`\n\d]{0,4}([45])(?:\.|x|\d\d|\[|["'`])/gi;

/**
 * The metrics and functions of a PromQL expression as lower-case words, ` | ` between one name and the next, and at the end
 * `code 5xx` or `code 4xx` where a selector asks for such answers. Labels and their values are not in it; nor is what is
 * beyond 4,000 characters.
 */
export function expressionWords(expression: string): string {
  const text = expression.slice(0, LONGEST_EXPRESSION).replace(COMMENT, '');
  const classes = [...text.matchAll(ANSWER_CLASS)].map(([, digit]) => `code ${digit}xx`);
  const names = text.replace(SELECTOR, ' ').replace(CLAUSE, ' ').match(NAME) ?? [];
  const measured = names.filter((name) => !JOINED.test(name)).map(metricWords);
  return [...new Set([...measured, ...classes])].join(' | ');
}

function metricWords(name: string): string {
  return name
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, ' ')
    .trim();
}
