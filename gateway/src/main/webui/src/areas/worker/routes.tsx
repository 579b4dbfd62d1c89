import { lazy, Suspense } from 'react';
import { Route, Routes } from 'react-router';
import { Loading } from '../../shared/ui/states';
import { NotFoundPage } from '../public/NotFoundPage';
import { OffersPage } from './offers/OffersPage';
import { RequireProfile } from './profile/RequireProfile';

const ProfilePage = lazy(() => import('./profile/ProfilePage'));

export default function WorkerRoutes() {
  return (
    <Suspense fallback={<Loading />}>
      <Routes>
        <Route element={<RequireProfile />}>
          <Route index element={<OffersPage />} />
          <Route path="profile" element={<ProfilePage />} />
        </Route>
        <Route path="*" element={<NotFoundPage />} />
      </Routes>
    </Suspense>
  );
}
