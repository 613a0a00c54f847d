import { parseArgs } from 'node:util';
import { fileFault } from '../../src/backtest/fileFault.ts';
import { CliExit } from '../../src/cli/cliExit.ts';
import { replayTrace } from '../../src/cli/replayTrace.ts';
import { qualityConfig, readContext, readPolicyTree, SHIPPED_POLICY } from './qualityConfig.ts';

const USAGE = `page-quality --trace T.jsonl --context C.json --pages OUT.jsonl [--policy P.yml]
Replays a trace with the shipped policy (${SHIPPED_POLICY}) and what the context tells: services, maintenance, deploys.
`;

const io = {
  stdout: (text: string) => void process.stdout.write(text),
  stderr: (text: string) => void process.stderr.write(text),
  env: process.env,
  cwd: process.cwd(),
};

try {
  const { values } = parseArgs({
    options: {
      trace: { type: 'string' },
      context: { type: 'string' },
      pages: { type: 'string' },
      policy: { type: 'string', default: SHIPPED_POLICY },
      help: { type: 'boolean', default: false },
    },
  });
  const { trace, context, pages, policy, help } = values;
  if (help) io.stdout(USAGE);
  else if (trace === undefined || context === undefined || pages === undefined)
    throw new CliExit(2, `--trace, --context and --pages are needed\n${USAGE}`);
  else {
    const warn = (text: string): void => io.stderr(`${policy}: ${text}\n`);
    const known = read(context, () => readContext(context));
    const tree = read(policy, () => readPolicyTree(policy));
    const source = qualityConfig(tree, known, { file: policy, contextFile: context, warn });
    replayTrace(io, { trace, policy: source, pages, changes: () => known.changes });
  }
} catch (error) {
  process.exitCode = error instanceof CliExit ? error.code : 2;
  io.stderr(`page-quality: ${error instanceof Error ? error.message : String(error)}\n`);
}

function read<T>(file: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    const lines = (error instanceof Error ? error.message : String(error)).split('\n');
    throw new CliExit(2, fileFault(error, file) ?? lines.map((line) => `${file}: ${line}`).join('\n'));
  }
}
