import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { languages } from './i18n';

const webui = path.join(import.meta.dirname, '../../..');
const page = readFileSync(path.join(webui, '../../../../docs/api/problems.md'), 'utf8');
const documented = [...page.matchAll(/^\| `([a-z0-9-]+)` \|/gm)].map((match) => match[1] as string);

/** Codes that no screen of a worker or a requester can meet: programs alone make such a request, or finance, operators and judges. */
const elsewhere = new Set(
  `no-such-path method-not-allowed not-acceptable unsupported-media-type malformed-json unknown-field invalid-cursor
  idempotency-key-missing invalid-idempotency-key cross-site-request wrong-address problem-not-found invalid-label-config
  label-config-not-supported import-cancelled import-rejected import-too-large imports-busy thumbnail-not-found
  peaks-not-found media-link-forged task-not-named count-of-named rejection-lock-not-found answer-not-seen case-not-found
  case-concerns-you payout-batch-not-found wage-floor-exists platform-floor-lowered benefit-scheme-exists benefit-scheme-ended
  benefit-scheme-begun benefit-scheme-not-found year-not-over exchange-rate-missing rates-rejected rail-currency
  checker-changed-method approval-limit-reached batch-not-draft batch-not-frozen batch-not-approved payout-not-reserved
  batch-would-be-empty batch-half-sent batch-not-released rail-sends-itself batch-not-submitted batch-not-settled signature-invalid
  rail-message-unreadable batch-without-file account-not-found invalid-day approval-not-found posting-not-found
  not-reversible reversal-refused bank-file-malformed bank-file-unsupported bank-file-too-large status-report-unknown
  status-report-incomplete statement-account-unknown statement-currency statement-sum-differs statement-opening-differs
  statement-already-read bank-line-not-found assignment-unfit finance-proposal-not-found proposal-pending payout-not-held
  month-not-closed gl-account-not-found gl-account-missing`.split(/\s+/),
);

it.each(languages)('every refusal that a worker or a requester can meet has words in $name', ({ tag }) => {
  const { problem } = JSON.parse(readFileSync(path.join(import.meta.dirname, tag, 'common.json'), 'utf8'));
  expect(documented.length).toBeGreaterThan(250);
  expect(documented.filter((code) => !elsewhere.has(code) && !problem[code])).toEqual([]);
});

it('knows no code as one for others that is not documented any more', () => {
  expect([...elsewhere].filter((code) => !documented.includes(code))).toEqual([]);
});
