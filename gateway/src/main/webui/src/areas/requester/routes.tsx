import { lazy, Suspense } from 'react';
import { Route, Routes } from 'react-router';
import { Loading } from '../../shared/ui/states';
import { NotFoundPage } from '../public/NotFoundPage';
import { JobsPage } from './jobs/JobsPage';

const FundsPage = lazy(() => import('./funds/FundsPage'));
const JobPage = lazy(() => import('./jobs/JobPage'));
const NewJobPage = lazy(() => import('./create/NewJobPage'));
const ProgramsPage = lazy(() => import('./programs/ProgramsPage'));

export default function RequesterRoutes() {
  return (
    <Suspense fallback={<Loading />}>
      <Routes>
        <Route index element={<JobsPage />} />
        <Route path="new" element={<NewJobPage />} />
        <Route path="jobs/:jobId/*" element={<JobPage />} />
        <Route path="money" element={<FundsPage />} />
        <Route path="programs" element={<ProgramsPage />} />
        <Route path="*" element={<NotFoundPage />} />
      </Routes>
    </Suspense>
  );
}
