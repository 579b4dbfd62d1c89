// Talks to the client that shows the task: one hello to it, one init with a port from it, all else as texts of JSON on that port.

const version = 1;

/** {@return what the client tells of the task, and how to talk on} Never, where nobody who knows the way shows the page. */
export function connected(scope = globalThis) {
  return new Promise((resolve) => {
    const first = (event) => {
      const [port] = event.ports ?? [];
      if (event.source !== scope.parent || event.data?.v !== version || event.data.type !== 'init' || !port) return;
      scope.removeEventListener('message', first);
      const handlers = new Map();
      port.onmessage = ({ data }) => {
        const message = JSON.parse(data);
        handlers.get(message.type)?.(message);
      };
      resolve({
        init: event.data,
        /** {@return how long what was told is, in characters} */
        send: (type, members) => {
          const text = JSON.stringify({ v: version, type, ...members });
          port.postMessage(text);
          return text.length;
        },
        on: (type, handler) => handlers.set(type, handler),
      });
    };
    scope.addEventListener('message', first);
    scope.parent.postMessage({ v: version, type: 'hello' }, '*');
  });
}
