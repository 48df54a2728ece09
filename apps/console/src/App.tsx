import { Navigate, Route, Routes } from 'react-router';
import { CallError } from './data/call.js';
import { useLive } from './data/live.js';
import { useMe } from './data/me.js';
import { CompromisePage } from './pages/compromise.js';
import { ExplorePage } from './pages/explore.js';
import { IncidentPage } from './pages/incident.js';
import { IncidentsPage } from './pages/incidents.js';
import { IntakePage } from './pages/intake.js';
import { LoginPage } from './pages/login.js';
import { ModelPage } from './pages/model.js';
import { ModelsPage } from './pages/models.js';
import { NotFoundPage } from './pages/not-found.js';
import { Shell } from './pages/shell.js';
import { SubjectPage } from './pages/subject.js';
import { Loaded } from './parts/loaded.js';

/** Decides between the login and the pages. */
export function App() {
  const me = useMe();
  const live = useLive(me.data !== undefined);
  if (me.error instanceof CallError && me.error.status === 401) return <LoginPage />;
  if (!me.data)
    return (
      <main className="page">
        <Loaded query={me}>{() => null}</Loaded>
      </main>
    );
  return (
    <Shell me={me.data} live={live}>
      <Routes>
        <Route index element={<Navigate to="/models" replace />} />
        <Route path="/models" element={<ModelsPage />} />
        <Route path="/models/:model" element={<ModelPage />} />
        <Route path="/models/:model/compromise" element={<CompromisePage />} />
        <Route path="/models/:model/subjects/:subject" element={<SubjectPage />} />
        <Route path="/incidents" element={<IncidentsPage />} />
        <Route path="/incidents/:id" element={<IncidentPage />} />
        <Route path="/explore" element={<ExplorePage />} />
        <Route path="/intake" element={<IntakePage />} />
        <Route path="*" element={<NotFoundPage />} />
      </Routes>
    </Shell>
  );
}
