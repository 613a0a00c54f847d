const WORDS: Readonly<Record<string, string>> = {
  hold: 'what holds it back ends: it is judged again',
  release: 'what holds it back ends: it is judged again',
  repeat: 'told again, if nobody has acknowledged it',
  group_wait: 'it is told, with what has come until then',
  late_firing: 'it counts as fired again, if its end is not heard of by then',
  reopened: 'told to those who have not heard that it is open again',
  second_sign: 'looked at again, for a second sign',
  awake: 'looked at again, whether somebody is still awake for it',
  raised: 'told to those who have not heard of it, once it may be',
  calm: 'it is over, if what flaps has been calm',
  unmute: 'told where the hour keeps it quiet now',
  expiry: 'over, unless its sender repeats it',
  alarm_expiry: 'over, unless its cause is seen again',
  heartbeat: 'missing, unless it comes',
};

/** What happens when a timer is due, for people. */
export function timerWord({ kind, receiver }: { readonly kind: string; readonly receiver: string | null }): string {
  if (kind === 'throttle') return `the digest of what ${receiver ?? 'a receiver'} was not told is sent`;
  return WORDS[kind] ?? kind;
}
