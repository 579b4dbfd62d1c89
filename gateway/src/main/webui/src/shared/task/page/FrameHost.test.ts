import { afterEach, expect, it, vi } from 'vitest';
import {
  burst,
  charactersAtOnce,
  FrameHost,
  type FrameListener,
  goneMillis,
  longestMessage,
  perSecond,
  type Told,
} from './FrameHost';

const told: Told = {
  item: { a: 1 },
  draft: {},
  properties: {},
  locale: 'en',
  theme: 'light',
  mode: 'work',
  readOnly: false,
};

let open: FrameHost | null = null;
afterEach(() => {
  open?.close();
  vi.useRealTimers();
});

/** A client and the window of a frame that has its end of the way in its hand. */
function meeting() {
  let now = 0;
  const said: unknown[] = [];
  const ports: MessagePort[] = [];
  const frame = {
    postMessage: (message: unknown, _target: string, [port]: MessagePort[]) => {
      said.push(message);
      if (port) ports.push(port);
    },
  } as unknown as Window;
  const on = {
    ready: vi.fn(),
    answer: vi.fn(),
    submit: vi.fn(),
    key: vi.fn(),
    sign: vi.fn(),
    height: vi.fn(),
    failed: vi.fn(),
  } satisfies FrameListener;
  const host = new FrameHost(
    () => frame,
    () => told,
    on,
    () => now,
  );
  open = host;
  const hear = (data: unknown, source: unknown = frame, origin = 'null') => {
    const event = new MessageEvent('message', { data, origin });
    Object.defineProperty(event, 'source', { value: source });
    window.dispatchEvent(event);
  };
  const take = (event: object) => (host as unknown as { receive(event: object): void }).receive(event);
  const receive = (data: unknown) => take({ data });
  return { take, host, on, said, ports, hear, receive, pass: (millis: number) => (now += millis) };
}

const hello = { v: 1, type: 'hello' };

it('tells a window without an origin of the task, once', () => {
  const { on, said, hear } = meeting();
  hear(hello, window);
  expect(said).toEqual([]);

  hear(hello);
  expect(said).toEqual([{ v: 1, type: 'init', ...told }]);

  // A library of the page tells whoever is around it.
  for (const other of [{ type: 'ready' }, 'height=300', null]) hear(other);
  expect(on.failed).not.toHaveBeenCalled();

  hear(hello);
  expect(said).toHaveLength(1);
  expect(on.failed).toHaveBeenCalledExactlyOnceWith('moved');
});

it('tells nothing to a frame that has an origin, or speaks otherwise', () => {
  const first = meeting();
  first.hear(hello, {}, 'https://attacker.example');
  expect(first.on.failed).not.toHaveBeenCalled();
  first.host.close();

  for (const [data, origin] of [
    [hello, 'https://attacker.example'],
    [{ v: 2, type: 'hello' }, 'null'],
    ['hello', 'null'],
  ] as const) {
    const { on, said, hear, host } = meeting();
    const frame = (host as unknown as { frame(): Window }).frame();
    hear(data, frame, origin);
    expect(said).toEqual([]);
    expect(on.failed).toHaveBeenCalledOnce();
    host.close();
  }
});

it('says what becomes of the answer, in texts', async () => {
  const { host, hear, ports } = meeting();
  hear(hello);
  const told: unknown[] = [];
  const all = new Promise<void>((resolve) => {
    (ports[0] as MessagePort).onmessage = ({ data }) => {
      told.push(JSON.parse(data));
      if (told.length === 3) resolve();
    };
  });
  host.show({ a: 1 });
  host.setReadOnly(true);
  host.mark(['a']);
  await all;
  expect(told).toEqual([
    { v: 1, type: 'answer', answer: { a: 1 } },
    { v: 1, type: 'setReadOnly', readOnly: true },
    { v: 1, type: 'faults', names: ['a'] },
  ]);
});

it('hears what a page may say, and nothing that is too long, too much or no text of JSON', () => {
  const { on, receive } = meeting();
  receive(JSON.stringify({ v: 1, type: 'change', answer: { a: 1 }, typing: true }));
  receive(JSON.stringify({ v: 1, type: 'resize', height: 900 }));
  receive(JSON.stringify({ v: 1, type: 'something-new' }));
  expect(on.answer).toHaveBeenCalledExactlyOnceWith({ a: 1 }, true);
  expect(on.height).toHaveBeenCalledExactlyOnceWith(900);
  expect(on.failed).not.toHaveBeenCalled();

  for (const [data, fault] of [
    [`{"v":1,"type":"change","answer":"${'x'.repeat(longestMessage)}"}`, 'tooLong'],
    [{ v: 1, type: 'change' }, 'version'],
    ['{', 'version'],
    ['{"v":2,"type":"ready"}', 'version'],
    ['null', 'version'],
  ] as const) {
    const other = meeting();
    other.receive(data);
    expect(other.on.failed).toHaveBeenCalledExactlyOnceWith(fault);
    other.receive(JSON.stringify({ v: 1, type: 'submit-request' }));
    expect(other.on.submit).not.toHaveBeenCalled();
    other.host.close();
  }
});

it('stops a page that says too much at once, and not one that talks on steadily', () => {
  const { on, receive, pass } = meeting();
  const message = JSON.stringify({ v: 1, type: 'event', name: 'input' });
  for (let second = 0; second < 20; second++) {
    for (let i = 0; i < perSecond; i++) receive(message);
    pass(1000);
  }
  expect(on.failed).not.toHaveBeenCalled();

  for (let i = 0; i <= burst; i++) receive(message);
  expect(on.failed).toHaveBeenCalledExactlyOnceWith('flood');
});

it('unpacks nothing of what is too much', () => {
  const { on, take, receive } = meeting();
  const unpacked = vi.fn(() => '{}');
  for (let i = 0; i < burst; i++) receive(JSON.stringify({ v: 1, type: 'event', name: 'input' }));
  for (let i = 0; i < 3; i++) {
    take({
      get data() {
        return unpacked();
      },
    });
  }
  expect(on.failed).toHaveBeenCalledExactlyOnceWith('flood');
  expect(unpacked).not.toHaveBeenCalled();
});

it('stops a page that says few things at great length', () => {
  const { on, receive, pass } = meeting();
  const long = JSON.stringify({ v: 1, type: 'change', answer: 'x'.repeat(900_000) });
  for (let i = 0; i < Math.floor(charactersAtOnce / long.length); i++) receive(long);
  expect(on.failed).not.toHaveBeenCalled();
  pass(1000);
  receive(long);
  expect(on.failed).not.toHaveBeenCalled();
  for (let i = 0; i < 3; i++) receive(long);
  expect(on.failed).toHaveBeenCalledExactlyOnceWith('flood');
});

it('says why a page is not run', () => {
  const markup = meeting();
  markup.receive(JSON.stringify({ v: 1, type: 'refused', why: 'markup', name: 'iframe'.padEnd(200, 'x') }));
  expect(markup.on.failed).toHaveBeenCalledExactlyOnceWith('markup', 'iframe'.padEnd(80, 'x'));
  markup.host.close();

  const browser = meeting();
  browser.receive(JSON.stringify({ v: 1, type: 'refused', why: 'browser' }));
  expect(browser.on.failed).toHaveBeenCalledExactlyOnceWith('browser');
});

it('gives up on a page that does not answer', () => {
  vi.useFakeTimers();
  const { on } = meeting();
  vi.advanceTimersByTime(14_999);
  expect(on.failed).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  expect(on.failed).toHaveBeenCalledExactlyOnceWith('silent');
});

it('sees that something else was loaded over a page', () => {
  vi.useFakeTimers();
  const { on, host, hear, receive } = meeting();
  hear(hello);
  host.loaded();
  receive(JSON.stringify({ v: 1, type: 'ready' }));
  vi.advanceTimersByTime(goneMillis);
  expect(on.failed).not.toHaveBeenCalled();

  // The last picture of the page.
  host.loaded();
  receive(JSON.stringify({ v: 1, type: 'pong' }));
  vi.advanceTimersByTime(goneMillis);
  expect(on.failed).not.toHaveBeenCalled();

  host.loaded();
  vi.advanceTimersByTime(goneMillis);
  expect(on.failed).toHaveBeenCalledExactlyOnceWith('moved');
});

it('gives up on a page that was there and says nothing any more', async () => {
  vi.useFakeTimers();
  const { host, on, receive } = meeting();
  const ask = async (answers: boolean) => {
    const valid = host.validate();
    if (answers) receive(JSON.stringify({ v: 1, type: 'valid', ok: true, message: '' }));
    vi.advanceTimersByTime(2_000);
    return valid;
  };
  expect(await ask(false)).toBeNull();
  expect(await ask(true)).toEqual({ ok: true, message: '' });
  expect(await ask(false)).toBeNull();
  expect(on.failed).not.toHaveBeenCalled();

  expect(await ask(false)).toBeNull();
  expect(on.failed).toHaveBeenCalledExactlyOnceWith('silent');
});

it('takes silence about the answer for none, also of a page that goes meanwhile', async () => {
  vi.useFakeTimers();
  const { host, receive } = meeting();
  const valid = host.validate();
  vi.advanceTimersByTime(2_000);
  expect(await valid).toBeNull();

  const first = host.validate();
  vi.advanceTimersByTime(1_999);
  const second = host.validate();
  expect(await first).toBeNull();
  vi.advanceTimersByTime(1_999);
  receive(JSON.stringify({ v: 1, type: 'valid', ok: false, message: 'No' }));
  expect(await second).toEqual({ ok: false, message: 'No' });

  const left = host.validate();
  host.close();
  expect(await left).toBeNull();
  expect(await host.validate()).toBeNull();
});
