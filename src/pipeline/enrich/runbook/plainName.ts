/**
 * A name as it is compared: `KubePodCrashLooping`, `kube-pod crash_looping` and `Alert Name: "KubePodCrashLooping"` are the same.
 * Letters and digits of any language, in lower case; empty where there are none.
 */
export function plainName(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/^\W*alert(?:[\s_-]*name)?\s*[:\-\u2013]\s*/i, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '');
}
