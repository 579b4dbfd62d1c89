import { lazy, Suspense } from 'react';
import { Outlet, Route, Routes } from 'react-router';
import { Loading } from '../../shared/ui/states';
import { NotFoundPage } from '../public/NotFoundPage';
import { OffersPage } from './offers/OffersPage';
import { RequireProfile } from './profile/RequireProfile';

const AnswerPage = lazy(() => import('./answers/AnswerPage'));
const AnswersPage = lazy(() => import('./answers/AnswersPage'));
const MoneyPage = lazy(() => import('./money/MoneyPage'));
const NoticesPage = lazy(() => import('./notices/NoticesPage'));
const TaskPage = lazy(() => import('./task/TaskPage'));
const OutboxNotices = lazy(() => import('./task/OutboxNotices'));
const ProfilePage = lazy(() => import('./profile/ProfilePage'));

export default function WorkerRoutes() {
  return (
    <Suspense fallback={<Loading />}>
      <Routes>
        <Route element={<Frame />}>
          <Route element={<RequireProfile />}>
            <Route index element={<OffersPage />} />
            <Route path="jobs/:jobId" element={<TaskPage />} />
            <Route path="answers" element={<AnswersPage />} />
            <Route path="answers/:id" element={<AnswerPage />} />
            <Route path="money" element={<MoneyPage />} />
            <Route path="notices" element={<NoticesPage />} />
            <Route path="profile" element={<ProfilePage />} />
          </Route>
        </Route>
        <Route path="*" element={<NotFoundPage />} />
      </Routes>
    </Suspense>
  );
}

/** Above every screen of the area: answers are sent wherever the worker goes, and nothing waits for the line that says so. */
function Frame() {
  return (
    <>
      <Suspense fallback={null}>
        <OutboxNotices />
      </Suspense>
      <Outlet />
    </>
  );
}
