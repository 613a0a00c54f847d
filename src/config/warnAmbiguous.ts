import { matchersAreAmbiguous } from '../alert/matcher.ts';
import type { Path } from './pathName.ts';
import type { ProblemList } from './problemList.ts';
import type { ConfigInput, RouteInput } from './schema.ts';

/** Warns of matchers that Alertmanager's two syntaxes read differently, as Alertmanager itself does. */
export function warnAmbiguous(input: ConfigInput, problems: ProblemList): void {
  const warn = (matchers: readonly string[], path: Path): void => {
    matchers.forEach((text, i) => {
      if (!matchersAreAmbiguous(text)) return;
      const remedy = 'in the classic syntax only \\", \\\\ and \\n are escapes';
      problems.warn(
        [...path, 'matchers', i],
        "Alertmanager's two syntaxes read it differently; it is read the classic way",
        remedy,
      );
    });
  };
  const walk = (node: RouteInput, path: Path): void => {
    warn(node.matchers ?? [], path);
    (node.routes ?? []).forEach((child, i) => {
      walk(child, [...path, 'routes', i]);
    });
  };
  input.grouping.forEach((rule, i) => {
    warn(rule.matchers, ['grouping', i]);
  });
  input.heartbeats.forEach((rule, i) => {
    warn(rule.matchers, ['heartbeats', i]);
  });
  walk(input.route, ['route']);
}
