import { lazy, Suspense } from 'react';
import { Route, Routes } from 'react-router';
import { Loading } from '../../shared/ui/states';
import { NotFoundPage } from '../public/NotFoundPage';
import { AppealsPage } from './AppealsPage';

const AppealPage = lazy(() => import('./AppealPage'));
const CasePage = lazy(() => import('../../shared/oversight/CasePage'));
const CasesPage = lazy(() => import('../../shared/oversight/CasesPage'));
const TimeDisputesPage = lazy(() => import('../../shared/oversight/TimeDisputesPage'));

export default function AdjudicatorRoutes() {
  return (
    <Suspense fallback={<Loading />}>
      <Routes>
        <Route index element={<AppealsPage />} />
        <Route path="appeals/:appealId" element={<AppealPage />} />
        <Route path="times" element={<TimeDisputesPage />} />
        <Route path="cases" element={<CasesPage />} />
        <Route path="cases/:caseId" element={<CasePage />} />
        <Route path="*" element={<NotFoundPage />} />
      </Routes>
    </Suspense>
  );
}
