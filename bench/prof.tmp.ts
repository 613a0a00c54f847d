import { benchDecided } from './decided.ts';
import { startPostgres } from './postgres.ts';
const cluster = await startPostgres();
console.log(await benchDecided({ name: 'Postgres', cluster }, 30_000));
cluster?.stop();
