import { lazy, Suspense } from 'react';
import { Route, Routes } from 'react-router';
import { NotFoundPage } from '../areas/public/NotFoundPage';
import { Loading } from '../shared/ui/states';
import { areas } from './areas';
import { RequireRole } from './RequireRole';
import { Shell } from './Shell';

const FairnessPage = lazy(() => import('../areas/public/FairnessPage'));
const JoinPage = lazy(() => import('../areas/public/JoinPage'));
const LandingPage = lazy(() => import('../areas/public/LandingPage'));
const RequestersPage = lazy(() => import('../areas/public/RequestersPage'));
const SignedInPage = lazy(() => import('../areas/public/SignedInPage'));

export function AppRoutes() {
  return (
    <Routes>
      <Route path="/signed-in" element={<SignedInPage />} />
      <Route element={<Shell />}>
        <Route index element={<LandingPage />} />
        <Route path="/join" element={<JoinPage />} />
        <Route path="/fairness" element={<FairnessPage />} />
        <Route path="/requesters" element={<RequestersPage />} />
        {areas.map((area) => (
          <Route
            key={area.id}
            path={`${area.base}/*`}
            element={
              <RequireRole roles={area.roles}>
                <Suspense fallback={<Loading />}>
                  <area.Routes />
                </Suspense>
              </RequireRole>
            }
          />
        ))}
        <Route path="*" element={<NotFoundPage />} />
      </Route>
    </Routes>
  );
}
