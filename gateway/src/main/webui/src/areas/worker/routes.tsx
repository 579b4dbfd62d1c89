import { lazy, Suspense } from 'react';
import { Route, Routes } from 'react-router';
import { Loading } from '../../shared/ui/states';
import { NotFoundPage } from '../public/NotFoundPage';
import { OffersPage } from './offers/OffersPage';
import { RequireProfile } from './profile/RequireProfile';

const AnswerPage = lazy(() => import('./answers/AnswerPage'));
const AnswersPage = lazy(() => import('./answers/AnswersPage'));
const MoneyPage = lazy(() => import('./money/MoneyPage'));
const NoticesPage = lazy(() => import('./notices/NoticesPage'));
const TaskPage = lazy(() => import('./task/TaskPage'));
const ProfilePage = lazy(() => import('./profile/ProfilePage'));

export default function WorkerRoutes() {
  return (
    <Suspense fallback={<Loading />}>
      <Routes>
        <Route element={<RequireProfile />}>
          <Route index element={<OffersPage />} />
          <Route path="jobs/:jobId" element={<TaskPage />} />
          <Route path="answers" element={<AnswersPage />} />
          <Route path="answers/:id" element={<AnswerPage />} />
          <Route path="money" element={<MoneyPage />} />
          <Route path="notices" element={<NoticesPage />} />
          <Route path="profile" element={<ProfilePage />} />
        </Route>
        <Route path="*" element={<NotFoundPage />} />
      </Routes>
    </Suspense>
  );
}
