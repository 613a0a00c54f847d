import type { Pass } from './pass.ts';

const ADDRESS = /(?<![\w.%+@-]|\/\/)[\w.%+-]{1,64}(@|%40)((?:[A-Za-z0-9-]{1,63}\.){1,8}[A-Za-z]{2,24})(?![\w-]|\.\w)/g;
/** Ends of names that no mail goes to: services of systemd, files, hosts of an inner network. */
const NO_MAIL =
  /\.(?:service|socket|timer|target|mount|slice|scope|path|device|swap|automount|png|jpe?g|gif|svg|webp|ico|js|mjs|ts|tsx|css|json|ya?ml|html?|py|go|rb|java|so|log|txt|tgz|gz|zip|jar|local|localdomain|internal|lan|svc|cluster|intranet|home|consul)$/i;
const VERSION = /^v?\d+\.\d/;
/** Accounts of version control, and masks. */
const NO_PERSON = /^(?:git|hg|svn|bzr|x+)$/i;

/** E-mail addresses. `git@host`, `user@1000.service`, `package@1.2.3` and `image@2x.png` are none. */
export const emails: Pass = {
  hints: ['@', '%40'],
  run: (text, cut) =>
    text.replace(ADDRESS, (whole, at: string, domain: string) => {
      const person = whole.slice(0, whole.length - domain.length - at.length);
      return NO_MAIL.test(domain) || VERSION.test(domain) || NO_PERSON.test(person) ? whole : cut('e-mail');
    }),
};
