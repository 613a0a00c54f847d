import { z } from 'zod';
import { TemplateError } from '../../../template/templateError.ts';
import type { QueryTemplate } from './queryTemplate.ts';

/** A template of a configuration. `read` throws `TemplateError`, whose message becomes the problem; `remedy` says how to write it. */
export function templateField(read: (source: string) => QueryTemplate, remedy: string) {
  return z
    .string()
    .min(1)
    .transform((source, context): QueryTemplate => {
      try {
        return read(source);
      } catch (error) {
        if (!(error instanceof TemplateError)) throw error;
        context.addIssue({ code: 'custom', message: error.message, params: { remedy } });
        return z.NEVER;
      }
    });
}
