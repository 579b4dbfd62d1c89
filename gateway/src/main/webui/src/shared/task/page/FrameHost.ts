import type { Answer, Json } from '../spec';

/** Why a page is shown no longer. */
export type FrameFault = 'silent' | 'moved' | 'flood' | 'tooLong' | 'version';

/** What a page is told of its task, once. No name, no id, no word of who works. */
export interface Told {
  item: Json;
  draft: Answer;
  properties: Record<string, unknown>;
  locale: string;
  theme: 'light' | 'dark';
  mode: 'preview' | 'train' | 'work' | 'review';
  readOnly: boolean;
}

/** What a page may say. All of it is only asked for: what becomes of it is decided by who hears it. */
export interface FrameListener {
  ready(): void;
  answer(answer: unknown, typing: boolean): void;
  submit(): void;
  key(key: string): void;
  sign(name: string): void;
  height(pixels: number): void;
  failed(fault: FrameFault): void;
}

const version = 1;
/** Characters of one message: more than the largest answer that the server takes. */
export const longestMessage = 1_000_000;
/** Messages at once, and how many more each second. Typing and growing make a few a second. */
export const burst = 200;
export const perSecond = 50;
const patienceMillis = 15_000;
const validMillis = 2_000;

interface Valid {
  ok: boolean;
  message: string;
}

/**
 * The client's end of the way to a page in its frame.
 *
 * The frame has no origin, so that the window that speaks is all there is to know it by. It says hello once; that it says so again means
 * that something else is in it now, which is told nothing. Everything after is text of JSON, of bounded length and number.
 */
export class FrameHost {
  private port: MessagePort | null = null;
  private ended = false;
  private tokens = burst;
  private counted: number;
  private patience: ReturnType<typeof setTimeout>;
  private waiting: ((valid: Valid) => void) | null = null;

  constructor(
    private readonly frame: () => Window | null,
    private readonly told: () => Told,
    private readonly on: FrameListener,
    private readonly now: () => number = () => performance.now(),
  ) {
    this.counted = now();
    this.patience = setTimeout(() => this.fail('silent'), patienceMillis);
    window.addEventListener('message', this.hello);
  }

  /** Shows another answer in the page. */
  show(answer: Answer): void {
    this.send('answer', { answer });
  }

  /** Marks fields that lack something. */
  mark(names: readonly string[]): void {
    this.send('faults', { names });
  }

  /** {@return what the page itself says about the answer; a page that says nothing has nothing against it} */
  validate(): Promise<Valid> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => resolve({ ok: true, message: '' }), validMillis);
      this.waiting = (valid) => {
        clearTimeout(timer);
        this.waiting = null;
        resolve(valid);
      };
      this.send('validate', {});
    });
  }

  close(): void {
    this.ended = true;
    clearTimeout(this.patience);
    window.removeEventListener('message', this.hello);
    this.port?.close();
    this.port = null;
  }

  private readonly hello = (event: MessageEvent) => {
    const window = this.frame();
    if (this.ended || !window || event.source !== window) return;
    // A frame with an origin is none that we have made.
    if (event.origin !== 'null' || this.port) this.fail('moved');
    else if (event.data?.type !== 'hello') this.fail('version');
    else if (event.data.v !== version) this.fail('version');
    else this.introduce(window);
  };

  private introduce(window: Window): void {
    const { port1, port2 } = new MessageChannel();
    this.port = port1;
    port1.onmessage = (event) => this.receive(event.data);
    // The page that had the other end is gone: browsers that do not tell this show their own page for what is blocked.
    port1.addEventListener('close', () => this.fail('moved'));
    window.postMessage({ v: version, type: 'init', ...this.told() }, '*', [port2]);
  }

  private send(type: string, members: object): void {
    this.port?.postMessage(JSON.stringify({ v: version, type, ...members }));
  }

  private fail(fault: FrameFault): void {
    if (this.ended) return;
    this.close();
    this.on.failed(fault);
  }

  private receive(data: unknown): void {
    if (this.ended) return;
    const now = this.now();
    this.tokens = Math.min(burst, this.tokens + ((now - this.counted) * perSecond) / 1000) - 1;
    this.counted = now;
    if (this.tokens < 0) this.fail('flood');
    else if (typeof data !== 'string') this.fail('version');
    else if (data.length > longestMessage) this.fail('tooLong');
    else {
      const message = parsed(data);
      if (message?.v === version) this.hear(message);
      else this.fail('version');
    }
  }

  /** Of what a later version may say besides there is no harm, and nothing to do. */
  private hear(message: Record<string, unknown>): void {
    switch (message.type) {
      case 'ready':
        clearTimeout(this.patience);
        this.on.ready();
        break;
      case 'change':
        this.on.answer(message.answer, message.typing === true);
        break;
      case 'submit-request':
        this.on.submit();
        break;
      case 'key':
        this.on.key(String(message.key));
        break;
      case 'event':
        this.on.sign(String(message.name));
        break;
      case 'resize':
        if (typeof message.height === 'number' && Number.isFinite(message.height)) this.on.height(message.height);
        break;
      case 'valid':
        this.waiting?.({ ok: message.ok === true, message: String(message.message ?? '').slice(0, 500) });
        break;
    }
  }
}

function parsed(text: string): Record<string, unknown> | null {
  try {
    const message: unknown = JSON.parse(text);
    return typeof message === 'object' && message !== null ? (message as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}
