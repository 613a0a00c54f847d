import { z } from 'zod';
import { readTemplate, type Template } from '../../template/template.ts';
import { TemplateError } from '../../template/templateError.ts';

/** A template of the configuration, read when the configuration is: what is wrong with it is a problem of the file. */
export const templateField: z.ZodType<Template, string> = z.string().transform((source, context) => {
  try {
    return readTemplate(source);
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    context.addIssue({ code: 'custom', message: error.message });
    return z.NEVER;
  }
});
