import { z } from 'zod';

/** All blocks of a message together, counted in the strictest way: as JSON. */
const ALL_BLOCKS = 13_200;

const plainText = (max: number) =>
  z.strictObject({ type: z.literal('plain_text'), text: visible(max), emoji: z.boolean().optional() });
const mrkdwn = (max: number) =>
  z.strictObject({ type: z.literal('mrkdwn'), text: visible(max), verbatim: z.boolean().optional() });
const anyText = (max: number) => z.discriminatedUnion('type', [plainText(max), mrkdwn(max)]);
const blockId = z.string().min(1).max(255).optional();

function visible(max: number) {
  return z
    .string()
    .max(max)
    .refine((text) => text.trim() !== '', 'must not be empty');
}

const BUTTON = z.strictObject({
  type: z.literal('button'),
  text: plainText(75),
  action_id: z.string().min(1).max(255).optional(),
  value: z.string().max(2000).optional(),
  url: z.url().max(3000).optional(),
  style: z.enum(['primary', 'danger']).optional(),
  accessibility_label: z.string().max(75).optional(),
});
const SECTION = z
  .strictObject({
    type: z.literal('section'),
    text: anyText(3000).optional(),
    fields: z.array(anyText(2000)).min(1).max(10).optional(),
    accessory: BUTTON.optional(),
    expand: z.boolean().optional(),
    block_id: blockId,
  })
  .refine((section) => section.text !== undefined || section.fields !== undefined, 'a section needs text or fields');
const BLOCK = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('header'), text: plainText(150), block_id: blockId }),
  SECTION,
  z.strictObject({ type: z.literal('context'), elements: z.array(anyText(3000)).min(1).max(10), block_id: blockId }),
  z.strictObject({ type: z.literal('divider'), block_id: blockId }),
  z.strictObject({
    type: z.literal('image'),
    slack_file: z.strictObject({ id: z.string().regex(/^F[A-Z0-9]{8,}$/) }),
    alt_text: visible(2000),
    title: plainText(2000).optional(),
    block_id: blockId,
  }),
  z.strictObject({ type: z.literal('actions'), elements: z.array(BUTTON).min(1).max(25), block_id: blockId }),
]);
const BLOCKS = z.array(BLOCK).max(50);

export type Block = z.infer<typeof BLOCK>;

/** What Slack would say of a message's blocks: its error word and why, or the blocks. */
export function readBlocks(value: unknown): { error: string; why: string } | { blocks: Block[] } {
  const parsed = BLOCKS.safeParse(value);
  if (!parsed.success) {
    return {
      error: 'invalid_blocks',
      why: parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; '),
    };
  }
  const length = JSON.stringify(parsed.data).length;
  if (length > ALL_BLOCKS) return { error: 'msg_blocks_too_long', why: `all blocks have ${length} characters` };
  const actions = parsed.data.flatMap((block) => (block.type === 'actions' ? [block.elements.map((one) => one.action_id)] : []));
  for (const ids of actions) {
    if (new Set(ids).size !== ids.length) return { error: 'invalid_blocks', why: 'action_id twice in one block' };
  }
  return { blocks: parsed.data };
}
