/** Whose limits a target falls under. */
export function accountKey(target: { notifier: string; account: string }): string {
  return `${target.notifier}/${target.account}`;
}
