import type { Answer, Json } from '../spec';

/** Why a page is shown no longer. */
export type FrameFault = 'silent' | 'moved' | 'flood' | 'tooLong' | 'version' | 'browser' | 'markup';

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
  /** @param name of what the page holds and may not, where that is the fault */
  failed(fault: FrameFault, name?: string): void;
}

const version = 1;
/** Characters of one message: more than the largest answer that the server takes. */
export const longestMessage = 1_000_000;
/** Messages at once, and how many more each second. The frame tells a change at most twenty times a second. */
export const burst = 200;
export const perSecond = 50;
/** Characters at once, and how many more each second. The frame tells a long answer less often. */
export const charactersAtOnce = 6_000_000;
export const charactersPerSecond = 1_500_000;
const patienceMillis = 15_000;
const validMillis = 2_000;
/** A page that says nothing about its answer so often in a row says nothing any more. */
export const mostUnanswered = 2;
/** How long a page that something was loaded over may take to say that it is still there. */
export const goneMillis = 5_000;

interface Valid {
  ok: boolean;
  message: string;
}

/**
 * The client's end of the way to a page in its frame.
 *
 * The frame has no origin, so that the window that speaks is all there is to know it by. It says hello once; that it says so again means
 * that something else is in it now, which is told nothing. Everything after is text of JSON by the port, of bounded length and number; what
 * a page says to its window otherwise is not for us.
 */
export class FrameHost {
  private port: MessagePort | null = null;
  private ended = false;
  private readonly messages: Allowance;
  private readonly characters: Allowance;
  private patience: ReturnType<typeof setTimeout>;
  private isReady = false;
  private gone: ReturnType<typeof setTimeout> | undefined;
  private waiting: ((valid: Valid | null) => void) | null = null;
  private unanswered = 0;

  constructor(
    private readonly frame: () => Window | null,
    private readonly told: () => Told,
    private readonly on: FrameListener,
    now: () => number = () => performance.now(),
  ) {
    this.messages = new Allowance(burst, perSecond, now);
    this.characters = new Allowance(charactersAtOnce, charactersPerSecond, now);
    this.patience = setTimeout(() => this.fail('silent'), patienceMillis);
    window.addEventListener('message', this.hello);
  }

  /** Shows another answer in the page. */
  show(answer: Answer): void {
    this.send('answer', { answer });
  }

  /** Tells whether the page may be answered from now on, or is only looked at. */
  setReadOnly(readOnly: boolean): void {
    this.send('setReadOnly', { readOnly });
  }

  /** Marks fields that lack something. */
  mark(names: readonly string[]): void {
    this.send('faults', { names });
  }

  /** {@return what the page itself says about the answer; null where it says nothing in time, or is shown no longer} */
  validate(): Promise<Valid | null> {
    return new Promise((resolve) => {
      if (this.ended) {
        resolve(null);
        return;
      }
      // Asked again, what was asked before has no answer of its own any more.
      this.waiting?.(null);
      const timer = setTimeout(() => {
        this.unanswered += 1;
        if (this.unanswered < mostUnanswered) this.waiting?.(null);
        else this.fail('silent');
      }, validMillis);
      this.waiting = (valid) => {
        clearTimeout(timer);
        this.waiting = null;
        resolve(valid);
      };
      this.send('validate', {});
    });
  }

  /**
   * Tells that the frame has loaded something. The last of the page's own may be that, or another page, also the browser's own for what
   * is blocked: that one says nothing.
   */
  loaded(): void {
    if (this.ended || !this.isReady) return;
    clearTimeout(this.gone);
    this.gone = setTimeout(() => this.fail('moved'), goneMillis);
    this.send('ping', {});
  }

  close(): void {
    this.ended = true;
    this.waiting?.(null);
    clearTimeout(this.patience);
    clearTimeout(this.gone);
    window.removeEventListener('message', this.hello);
    this.port?.close();
    this.port = null;
  }

  private readonly hello = (event: MessageEvent) => {
    const window = this.frame();
    if (this.ended || !window || event.source !== window) return;
    const isHello = event.data?.type === 'hello';
    // A frame with an origin is none that we have made.
    if (event.origin !== 'null') this.fail('moved');
    else if (this.port) {
      // Libraries tell whoever is around them that they are there.
      if (isHello) this.fail('moved');
    } else if (!isHello) this.fail('version');
    else if (event.data.v !== version) this.fail('version');
    else this.introduce(window);
  };

  private introduce(window: Window): void {
    const { port1, port2 } = new MessageChannel();
    this.port = port1;
    port1.onmessage = (event) => this.receive(event);
    // The page that had the other end is gone: not every browser tells, and not at once.
    port1.addEventListener('close', () => this.fail('moved'));
    window.postMessage({ v: version, type: 'init', ...this.told() }, '*', [port2]);
  }

  private send(type: string, members: object): void {
    this.port?.postMessage(JSON.stringify({ v: version, type, ...members }));
  }

  private fail(...fault: Parameters<FrameListener['failed']>): void {
    if (this.ended) return;
    this.close();
    this.on.failed(...fault);
  }

  /** What was sent is unpacked when it is first read: of too many messages none is. */
  private receive(event: { readonly data: unknown }): void {
    if (this.ended) return;
    if (!this.messages.take(1)) {
      this.fail('flood');
      return;
    }
    const { data } = event;
    if (typeof data !== 'string') this.fail('version');
    else if (data.length > longestMessage) this.fail('tooLong');
    else if (!this.characters.take(data.length)) this.fail('flood');
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
        this.isReady = true;
        this.on.ready();
        break;
      case 'pong':
        clearTimeout(this.gone);
        break;
      case 'refused':
        if (message.why === 'markup') this.fail('markup', String(message.name).slice(0, 80));
        else this.fail('browser');
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
        this.unanswered = 0;
        this.waiting?.({ ok: message.ok === true, message: String(message.message ?? '').slice(0, 500) });
        break;
    }
  }
}

/** So much at once, and so much more with each second. */
class Allowance {
  private left: number;
  private counted: number;

  constructor(
    private readonly most: number,
    private readonly perSecond: number,
    private readonly now: () => number,
  ) {
    this.left = most;
    this.counted = now();
  }

  take(amount: number): boolean {
    const now = this.now();
    this.left = Math.min(this.most, this.left + ((now - this.counted) * this.perSecond) / 1000) - amount;
    this.counted = now;
    return this.left >= 0;
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
