import { Button, Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { asProblem } from '../../../shared/api/problem';
import { ProblemNotice } from '../../../shared/ui/states';
import { useReasons } from './offers';
import { Reasons } from './Reasons';

/** Refusals of a job that its rules explain. */
const explained: ReadonlySet<string> = new Set([
  'offer-not-found',
  'place-not-admitted',
  'pilot-only',
  'job-not-open',
  'screened-out',
  'worker-suspended',
]);

interface Props {
  jobId: string;
  failure: unknown;
  onRetry: () => void;
}

/** What went wrong with a job; where it is not offered to this worker, by which rule that is so. */
export function NotOffered({ jobId, failure, onRetry }: Props) {
  const { t } = useTranslation('worker');
  const refused = explained.has(asProblem(failure).code);
  const reasons = useReasons(jobId, refused);
  return (
    <Stack>
      <ProblemNotice failure={failure} onRetry={onRetry} />
      {/* A job that never was has no reasons, and the notice says as much. */}
      {refused && !reasons.isError && <Reasons jobId={jobId} />}
      {refused && (
        <div>
          <Button component={Link} to="/worker" size="md">
            {t('offers.others')}
          </Button>
        </div>
      )}
    </Stack>
  );
}
