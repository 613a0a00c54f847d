const FRAME = new RegExp(
  `^(?:${[
    // Java, Kotlin, .NET, Node
    String.raw`\s+at \S`,
    String.raw`\s*\.\.\. \d+ (?:more|common frames omitted|frames? (?:elided|omitted|truncated))`,
    String.raw`\s*(?:Caused by|Suppressed|Wrapped by): `,
    String.raw`\s+---> \S`,
    String.raw`\s*--- End of (?:inner exception stack trace|stack trace from previous location)`,
    String.raw`\s+\[cause\]: `,
    String.raw`Node\.js v\d`,
    // Python
    String.raw`\s+File "`,
    // PHP
    String.raw`#\d+ (?:\/|[A-Z]:\\|\{main\}|\[internal function\])`,
    'Stack trace:$',
    String.raw`Next [\w\\]{1,100}: `,
    String.raw`\s+thrown in \S`,
    // Ruby
    String.raw`\s*from \S+:\d+:in `,
    String.raw`\S+\.rb:\d+:in [\x60']`,
    // Rust
    'stack backtrace:$',
    String.raw`\s+\d+: \S`,
    'note: (?:run with|Some details are omitted)',
  ].join('|')})`,
);

/** Whether a line (not the text of several) is a frame, or another part, of a stack trace that began before it. */
export function isStackFrame(line: string): boolean {
  return FRAME.test(line);
}
