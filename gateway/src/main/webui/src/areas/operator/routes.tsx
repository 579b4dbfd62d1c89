import { lazy, Suspense } from 'react';
import { Route, Routes } from 'react-router';
import { Loading } from '../../shared/ui/states';
import { NotFoundPage } from '../public/NotFoundPage';
import { HealthPage } from './HealthPage';

const BenefitsPage = lazy(() => import('./wages/BenefitsPage'));
const CasePage = lazy(() => import('../../shared/oversight/CasePage'));
const CasesPage = lazy(() => import('../../shared/oversight/CasesPage'));
const LockPage = lazy(() => import('./LockPage'));
const LocksPage = lazy(() => import('./LocksPage'));
const TimeDisputesPage = lazy(() => import('../../shared/oversight/TimeDisputesPage'));
const WagesPage = lazy(() => import('./wages/WagesPage'));

export default function OperatorRoutes() {
  return (
    <Suspense fallback={<Loading />}>
      <Routes>
        <Route index element={<HealthPage />} />
        <Route path="cases" element={<CasesPage />} />
        <Route path="cases/:caseId" element={<CasePage />} />
        <Route path="locks" element={<LocksPage />} />
        <Route path="locks/:lockId" element={<LockPage />} />
        <Route path="times" element={<TimeDisputesPage />} />
        <Route path="wages" element={<WagesPage />} />
        <Route path="wages/benefits" element={<BenefitsPage />} />
        <Route path="*" element={<NotFoundPage />} />
      </Routes>
    </Suspense>
  );
}
