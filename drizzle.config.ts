import { defineConfig } from 'drizzle-kit';

export default defineConfig({
  dialect: 'postgresql',
  schema: ['./src/store/schema.ts', './src/store/ruleSchema.ts', './src/store/tokenSchema.ts', './src/store/checkpointSchema.ts'],
  out: './drizzle',
});
