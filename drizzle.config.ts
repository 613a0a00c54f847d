import { defineConfig } from 'drizzle-kit';

export default defineConfig({
  dialect: 'postgresql',
  schema: ['schema', 'rejectedSchema', 'ruleSchema', 'tokenSchema', 'checkpointSchema', 'evidenceSchema', 'linkSchema'].map(
    (name) => `./src/store/${name}.ts`,
  ),
  out: './drizzle',
});
