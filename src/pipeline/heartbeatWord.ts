/** What people are told of an alert that is a heartbeat. `name` is the heartbeat's, or its switch's. */
export function heartbeatWord(name: string): string {
  return `${name} is a heartbeat: its coming pages nobody, its absence does`;
}
