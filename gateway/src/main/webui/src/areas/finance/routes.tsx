import { lazy, Suspense } from 'react';
import { Route, Routes } from 'react-router';
import { Loading } from '../../shared/ui/states';
import { NotFoundPage } from '../public/NotFoundPage';
import { OverviewPage } from './overview/OverviewPage';

const BatchPage = lazy(() => import('./batches/BatchPage'));
const BatchesPage = lazy(() => import('./batches/BatchesPage'));
const ReturnsPage = lazy(() => import('./batches/ReturnsPage'));
const BankPage = lazy(() => import('./bank/BankPage'));
const SuspensePage = lazy(() => import('./bank/SuspensePage'));
const ProposalsPage = lazy(() => import('./bank/ProposalsPage'));
const BenefitsPage = lazy(() => import('./books/BenefitsPage'));
const BooksPage = lazy(() => import('./books/BooksPage'));
const MonthsPage = lazy(() => import('./books/MonthsPage'));
const RefundsPage = lazy(() => import('./books/RefundsPage'));
const StatementsPage = lazy(() => import('./books/StatementsPage'));
const TakeBackPage = lazy(() => import('./books/TakeBackPage'));
const TaxesPage = lazy(() => import('./books/TaxesPage'));
const FairnessReportPage = lazy(() => import('./fairness/FairnessReportPage'));

export default function FinanceRoutes() {
  return (
    <Suspense fallback={<Loading />}>
      <Routes>
        <Route index element={<OverviewPage />} />
        <Route path="batches" element={<BatchesPage />} />
        <Route path="batches/returns" element={<ReturnsPage />} />
        <Route path="batches/:batchId" element={<BatchPage />} />
        <Route path="bank" element={<BankPage />} />
        <Route path="bank/suspense" element={<SuspensePage />} />
        <Route path="bank/proposals" element={<ProposalsPage />} />
        <Route path="books" element={<BooksPage />} />
        <Route path="books/benefits" element={<BenefitsPage />} />
        <Route path="books/months" element={<MonthsPage />} />
        <Route path="books/refunds" element={<RefundsPage />} />
        <Route path="books/pay-taken-back" element={<TakeBackPage />} />
        <Route path="books/statements" element={<StatementsPage />} />
        <Route path="books/taxes" element={<TaxesPage />} />
        <Route path="fairness" element={<FairnessReportPage />} />
        <Route path="*" element={<NotFoundPage />} />
      </Routes>
    </Suspense>
  );
}
