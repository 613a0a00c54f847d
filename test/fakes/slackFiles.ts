import type { FakeAnswer, FakeRequest } from './fakeServer.ts';

/** A file as a message shows it. */
export interface SlackSharedFile {
  readonly id: string;
  readonly name: string;
  readonly title: string;
}

interface Upload extends SlackSharedFile {
  readonly key: string;
  readonly length: number;
  bytes: Buffer | null;
  isComplete: boolean;
}

const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47]);
const KEYS = ['filename', 'length'];

/** Slack's files: an address is asked for, the bytes go there, and then they are made a file. */
export class SlackFiles {
  /** The server's own address, without a slash at its end. */
  base = '';
  /** What `files.getUploadURLExternal` says instead of an address of this server. */
  elsewhere: string | null = null;
  /** So often is a picture refused before it has been looked through; the real one takes some seconds. */
  notReady = 0;
  readonly uploads: Upload[] = [];
  readonly #violate: (error: string, why: string) => string;

  constructor(violate: (error: string, why: string) => string) {
    this.#violate = violate;
  }

  begin(args: Readonly<Record<string, unknown>>): object | string {
    const unknown = Object.keys(args).filter((key) => !KEYS.includes(key));
    if (unknown.length > 0) return this.#violate('invalid_arguments', `unknown arguments ${unknown.join(', ')}`);
    const name = args.filename;
    const length = Number(args.length);
    if (typeof name !== 'string' || name === '' || !Number.isInteger(length) || length <= 0)
      return this.#violate('invalid_arguments', `filename ${String(name)}, length ${String(args.length)}`);
    const nth = String(this.uploads.length + 1).padStart(4, '0');
    const upload = { id: `F0FAKE${nth}`, key: `key-${nth}`, name, title: '', length, bytes: null, isComplete: false };
    this.uploads.push(upload);
    return { upload_url: this.elsewhere ?? `${this.base}/upload/${upload.key}`, file_id: upload.id };
  }

  take(request: FakeRequest): FakeAnswer {
    const upload = this.uploads.find(({ key }) => request.path === `/upload/${key}`);
    if (request.headers.authorization !== undefined) this.#violate('token', 'the bot token went to an upload address');
    if (!upload || request.method !== 'POST') return { status: 404, body: `no upload ${request.method} ${request.path}` };
    if (request.raw.length !== upload.length) {
      this.#violate('length', `${upload.length} bytes were announced, ${request.raw.length} came`);
      return { status: 400, body: 'wrong length' };
    }
    upload.bytes = request.raw;
    return { status: 200, body: `OK - ${upload.length}` };
  }

  complete(files: unknown): SlackSharedFile[] | string {
    if (!Array.isArray(files) || files.length === 0) return this.#violate('invalid_arguments', 'no files to complete');
    const done: Upload[] = [];
    for (const { id, title } of files as { id?: string; title?: string }[]) {
      const upload = this.uploads.find((each) => each.id === id);
      if (!upload?.bytes) return this.#violate('file_not_found', `${String(id)} has not been uploaded`);
      if (upload.isComplete) return this.#violate('file_already_completed', `${upload.id} is a file already`);
      Object.assign(upload, { isComplete: true, title: title ?? upload.name });
      done.push(upload);
    }
    return done.map(({ id, name, title }) => ({ id, name, title }));
  }

  /** Why a picture cannot stand in a message, or null. */
  refusal(id: string): string | null {
    const upload = this.uploads.find((each) => each.id === id);
    if (!upload?.isComplete) return this.#violate('invalid_blocks', `${id} is no complete file`);
    if (!upload.bytes?.subarray(0, 4).equals(PNG)) return this.#violate('invalid_blocks', `${upload.name} is no picture`);
    if (this.notReady === 0) return null;
    this.notReady -= 1;
    return 'invalid_blocks';
  }
}
