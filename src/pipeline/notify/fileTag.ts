import { createHash } from 'node:crypto';

/** Stands for a notification in the names of its files: a message that shares files holds no metadata to know it by. */
export function fileTag(notificationId: string): string {
  return createHash('sha256').update(notificationId).digest('hex').slice(0, 12);
}
